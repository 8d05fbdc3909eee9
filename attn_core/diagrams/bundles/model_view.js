function d(t,e={},...n){let i=Object.assign(document.createElement(t),e);return i.append(...n),i}function L(t,e,n){n?t.dataset[e]=
n:delete t.dataset[e]}function U(t,e){let n=e.getBoundingClientRect();return[t.clientX-n.left,t.clientY-n.top]}async function D(t){let e=atob(t),n=new Uint8Array(e.length);for(let o=0;o<n.length;o+=1)n[o]=e.charCodeAt(o);let i=new Blob(
[n]).stream().pipeThrough(new DecompressionStream("deflate"));return new Response(i).arrayBuffer()}var C=new WeakMap;function y(t,e,n){let i=document.createElement("canvas");return i.width=Math.round(t*n),i.height=Math.
round(e*n),i.style.width=`${t}px`,i.style.height=`${e}px`,i}function w(t){return t.getContext("2d")}function k(t){let e=C.
get(t);if(e)return e;let n=document.createElement("canvas");n.width=t.width,n.height=t.height;let i=w(n),o=i.createImageData(
t.width,t.height);return o.data.set(t.pixels),i.putImageData(o,0,0),C.set(t,n),n}function G(t){let e=w(document.createElement(
"canvas"));return(n,i,o=600)=>(e.font=`${o} ${i}px ${t}`,e.measureText(n).width)}var ft={start:"left",middle:"center",end:"right"};function v(t,e,n){for(let i of t.shapes)e.globalAlpha=i.kind==="image"?
1:i.opacity,i.kind==="line"?pt(e,i):i.kind==="path"?dt(e,i):i.kind==="rect"?ut(e,i):i.kind==="text"?mt(e,i,t.font):gt(e,
i,n(i.bitmap));e.globalAlpha=1}function pt(t,{x1:e,y1:n,x2:i,y2:o,color:r,width:s}){t.strokeStyle=r,t.lineWidth=s,t.beginPath(),
t.moveTo(e,n),t.lineTo(i,o),t.stroke()}function dt(t,{d:e,color:n,width:i}){t.strokeStyle=n,t.lineWidth=i,t.stroke(new Path2D(
e))}function ut(t,{x:e,y:n,width:i,height:o,color:r,outline:s}){t.fillStyle=r,t.fillRect(e,n,i,o),s&&(t.strokeStyle=s,t.
lineWidth=1,t.strokeRect(e,n,i,o))}function mt(t,{x:e,y:n,text:i,color:o,size:r,anchor:s,weight:h},a){t.fillStyle=o,t.font=
`${h} ${r}px ${a}`,t.textAlign=ft[s],t.textBaseline="middle",t.fillText(i,e,n)}function gt(t,{x:e,y:n,width:i,height:o},r){
t.imageSmoothingEnabled=!1,t.drawImage(r,e,n,i,o)}var A=t=>String(t).replace(/[&<>"]/g,e=>`&#${e.charCodeAt(0)};`),g=t=>Math.round(t*100)/100;function j(t,e,n){return[`<s\
vg xmlns="http://www.w3.org/2000/svg" ${`width="${t.width}" height="${t.height}" viewBox="0 0 ${t.width} ${t.height}"`} \
font-family="${A(t.font)}" role="img">`,`<title>${A(e)}</title><rect width="100%" height="100%" fill="${t.background}"/>`,
...t.shapes.map(o=>wt(o,n)),"</svg>"].join(`
`)}function wt(t,e){if(t.kind==="line"||t.kind==="path"){let r=`stroke="${t.color}" stroke-width="${g(t.width)}" opacity\
="${g(t.opacity)}"`;if(t.kind==="path")return`<path d="${t.d}" fill="none" ${r}/>`;let[s,h,a,c]=[t.x1,t.y1,t.x2,t.y2].map(
g);return`<line x1="${s}" y1="${h}" x2="${a}" y2="${c}" ${r}/>`}let n=`x="${g(t.x)}" y="${g(t.y)}"`;if(t.kind==="text"){
let r=`fill="${t.color}" font-size="${t.size}" font-weight="${t.weight}"`,s=`text-anchor="${t.anchor}" dominant-baseline\
="central" opacity="${g(t.opacity)}"`;return`<text ${n} ${r} ${s} xml:space="preserve">${A(t.text)}</text>`}let i=`width\
="${g(t.width)}" height="${g(t.height)}"`;if(t.kind==="rect"){let r=t.outline?` stroke="${t.outline}"`:"";return`<rect ${n}\
 ${i} fill="${t.color}" opacity="${g(t.opacity)}"${r}/>`}return`<image ${n} ${i} preserveAspectRatio="none" style="image\
-rendering:pixelated" href="${e(t.bitmap)}"/>`}var xt=16e3;function $t({width:t,height:e}){return Math.min(2,xt/Math.max(t,e))}function F(t,e,n,i){if(e==="svg"){let h=j(
t,i,a=>k(a).toDataURL());B(`${n}.svg`,new Blob([h],{type:"image/svg+xml"}));return}let o=$t(t),r=y(t.width,t.height,o),s=w(
r);s.scale(o,o),T(t,s),r.toBlob(h=>h&&B(`${n}.png`,h))}function T(t,e){e.fillStyle=t.background,e.fillRect(0,0,t.width,t.
height),v(t,e,k)}function B(t,e){let n=document.createElement("a");n.href=URL.createObjectURL(e),n.download=t,n.click(),
setTimeout(()=>URL.revokeObjectURL(n.href),1e3)}function V({x:t,y:e},n,i,o){let r=e-n.height-8;return{left:Math.max(0,Math.min(t+12,i-n.width)),top:o||r<0?e+20:r}}var Y=new WeakMap,O=class t{static of(e){let n=Y.get(e)??new t(e);return Y.set(e,n),n}constructor(e){this.tiles=d("div",
{className:"tiles"}),this.stage=d("div",{className:"stage",tabIndex:0,role:"img"}),this.saves=d("div",{className:"saves"},
this.button("PNG"),this.button("SVG")),this.root=d("div",{className:"diagram"},this.tiles,this.stage,this.saves),this.tip=
d("div",{className:"tip"}),this.name="",this.reading="",this.scene=null,this.above=null,this.paper=null,this.upper=null,
this.onresize=null,this.seen=-1,e.append(this.root),new ResizeObserver(()=>{this.width!==this.seen&&this.onresize?.()}).
observe(this.root)}button(e){let n=`Download the picture as ${e}`;return d("button",{title:n,onclick:()=>this.download(e.
toLowerCase())},e)}get width(){return this.root.clientWidth}get font(){return getComputedStyle(this.root).fontFamily}get measure(){
return G(this.font)}show(e,n,i){let o=window.devicePixelRatio||1,r=y(e.width,e.height,o);this.upper=y(e.width,e.height,o),
this.upper.className="over";for(let s of[r,this.upper])w(s).scale(o,o);v(e,w(r),k),this.scene=e,this.above=null,this.filled(
[r,this.upper],n,i),this.stage.setAttribute("aria-label",i)}filled(e,n,i){this.name=n,this.reading=i,this.seen=this.width,
this.stage.replaceChildren(...e,this.tip),this.stage.dataset.drawn=String(Number(this.stage.dataset.drawn??0)+1),this.hint(
null)}over(e){if(!this.upper||!this.scene)return;this.above=e;let n=w(this.upper);n.clearRect(0,0,this.scene.width,this.
scene.height),e&&T(e,n)}hint(e,n=0,i=0,o=!1){if(this.tip.style.visibility=e===null?"hidden":"visible",e===null)return;this.
tip.textContent=e;let r={width:this.tip.offsetWidth,height:this.tip.offsetHeight},{left:s,top:h}=V({x:n,y:i},r,this.width,
o);this.tip.style.left=`${s}px`,this.tip.style.top=`${h}px`}download(e){let n=this.paper?.()??this.above??this.scene;n&&
F(n,e,this.name,this.reading)}};function X(t,e,n){let i=t<560,o=i?28:58,r=q(1,t-o,e,n);for(let f=2;f<=e;f+=1){let l=q(f,t-o,e,n);l.size>r.size*1.15&&(r=
l)}let s=Math.ceil(e/r.columns),h=Math.min(r.across,r.down*2.5),a=20+n*r.down+6,c=s*a;return{left:o,short:i,layers:e,heads:n,
bands:s,columns:r.columns,across:h,down:r.down,bandHeight:a,height:c}}function q(t,e,n,i){let o=Math.ceil(n/t),r=Math.min(
e/o,200),s=Math.max(22,Math.min((620/t-20)/i,r*.8,115));return{columns:o,across:r,down:s,size:Math.min(r*.8,s)}}function x(t,{
layer:e,head:n}){return{x:t.left+e%t.columns*t.across,y:Math.floor(e/t.columns)*t.bandHeight+20+n*t.down,width:t.across-
4,height:t.down-4}}function J(t,e,n){let i=Math.floor((e-t.left)/t.across),o=Math.floor(n/t.bandHeight),r=Math.floor((n-
o*t.bandHeight-20)/t.down),s=o*t.columns+i;return i>=0&&i<t.columns&&r>=0&&r<t.heads&&s<t.layers&&o>=0?{layer:s,head:r}:
null}function b({kinds:t,heads:e},n,i){return(e[n]?.[i]??[]).map(([r,s])=>({...t[r],said:`${t[r].name} (${s})`}))}var M=class{constructor(e,n,i,o){this.width=e,this.height=n,this.background=i,this.font=o,this.shapes=[]}line(e,n,i,o,{color:r,
width:s=1,opacity:h=1}){this.shapes.push({kind:"line",x1:e,y1:n,x2:i,y2:o,color:r,width:s,opacity:h})}path(e,{color:n,width:i=1,
opacity:o=1}){this.shapes.push({kind:"path",d:e,color:n,width:i,opacity:o})}rect(e,n,i,o,{color:r,opacity:s=1,outline:h=null}){
this.shapes.push({kind:"rect",x:e,y:n,width:i,height:o,color:r,opacity:s,outline:h})}text(e,n,i,{color:o,size:r=13,anchor:s="\
start",weight:h=400,opacity:a=1}){this.shapes.push({kind:"text",x:e,y:n,text:i,color:o,size:r,anchor:s,weight:h,opacity:a})}image(e,n,i,o,r){
this.shapes.push({kind:"image",x:e,y:n,width:i,height:o,bitmap:r})}};var K={width:72,height:40};function Q(t,e,n,{lines:i,theme:o},r){if(!n.length)return;let s=e.width>=K.width&&e.height>=K.
height,h=s?11:13,a=m=>Math.ceil(r(m,h))+(s?8:3),c=yt(n,s,m=>a(m)<=e.width*.75),[f,l]=[a(c),h+(s?4:-1)],u=e.x+e.width-f,p=i?
e.y+e.height-l:e.y;t.rect(u,p,f,l,{color:o.background,opacity:.85}),t.text(u+f/2,p+l/2,c,{color:o.ink,size:h,anchor:"mid\
dle",weight:600})}function yt(t,e,n){let i=t.map(({symbol:h,badge:a})=>`${h} ${a}`),[o,...r]=t.map(({symbol:h})=>h);return(e?
[i.join("  "),[i[0],...r].join("  ")]:[]).find(n)??o}function S(t,e){let n=t.toFixed(e),i=Math.abs(t*2**(e+1)%2)===1,o=Number(n.at(-1))%2===1;return(i&&o?(t*(1-Number.EPSILON)).
toFixed(e):n).replace(/^-(?=[0.]*$)/,"")}function R(t){return t>0&&t<=.005?"<1 %":t>=.995&&t<.9995?">99 %":`${S(t*100,0)}\
 %`}function Z(t){return t>0&&t<5e-4?"<0.1 %":t<.0995?`${S(t*100,1)} %`:R(t)}function _(t){return Math.round(Math.sqrt(t)*15)}function $(t,e){return .05+.95*(t/15)**(e?2:1)}var kt=[.01,.1,.25,.5,1];function tt(t,e,{theme:n,lines:i}){let o=e.height+10,r={color:n.faint,size:11};t.text(e.left,o,
e.short?"Share":"Share of a token’s attention",r);let s=e.left+(e.short?44:158);for(let h of kt)t.rect(s,o-5,14,10,{color:n.
attention,opacity:$(_(h),i)}),t.text(s+18,o,R(h),r),s+=52}function et(t,e,n,i){let[o]=i.shape,r=[...vt(e,n,i)].sort(([s],[h])=>s%2-h%2||s-h);for(let[s,h]of r){let a=s>>1,c=Math.min(
.6+1.4*a/15,Math.max(.6,e.height/o)),f=s%2?i.theme.attention:i.theme.sink;t.path(h,{color:f,width:c,opacity:$(a,!0)})}}function vt(t,e,{
shape:[n,i],queryMarks:o,keyMarks:r}){let s=(a,c)=>Math.round((t.y+(a+.5)/c*t.height)*10)/10,h=new Map;for(let a=0;a<n;a+=
1)for(let c=0;c<i;c+=1){let f=e[a*i+c];if(!f)continue;let l=f*2+(o[a]|r[c]?0:1),u=`M${t.x+2} ${s(a,n)}L${t.x+t.width-2} ${s(
c,i)}`;h.set(l,(h.get(l)??"")+u)}return h}function nt(t,e,{shape:[n,i],queryMarks:o,keyMarks:r,theme:s},h){let a=Math.min(n,Math.floor(t.height*h)),c=Math.min(i,Math.
floor(t.width*h)),f=new Uint32Array(c*a);for(let p=0;p<n;p+=1)for(let m=0;m<i;m+=1){let N=Math.floor(p*a/n)*c+Math.floor(
m*c/i),lt=o[p]|r[m];f[N]=Math.max(f[N],e[p*i+m]*2+(lt?0:1))}let l=Ot(s),u=f.map(p=>l[p]);return{width:c,height:a,pixels:new Uint8ClampedArray(
u.buffer)}}function Ot(t){let e=new Uint8ClampedArray(128);for(let n=2;n<e.length/4;n+=1){let i=n%2?t.attention:t.sink,o=[
1,3,5].map(r=>Number.parseInt(i.slice(r,r+2),16));e.set([...o,255*$(n>>1,!1)],n*4)}return new Uint32Array(e.buffer)}var bt=56;function it(t,e,n){let i=!e.short&&e.across>=bt,o={color:n.faint,size:11};for(let r=0;r<e.layers;r+=1){let s=x(
e,{layer:r,head:0}),h=i?`Layer ${r}`:`L${r}`;t.text(s.x+s.width/2,s.y-9,h,{...o,anchor:"middle"})}for(let r=0;r<e.bands;r+=
1)for(let s=0;s<e.heads;s+=1){let h=x(e,{layer:r*e.columns,head:s}),a=e.short?`H${s}`:`Head ${s}`;t.text(e.left-8,h.y+h.
height/2,a,{...o,anchor:"end"})}}var Mt=24;function ot(t,e,n,{width:i,font:o,measure:r,ratio:s}){let h=new M(i,t.height+Mt,n.theme.background,o),a=n.shape[0]*
n.shape[1];for(let c=0;c<t.layers;c+=1)for(let f=0;f<t.heads;f+=1){let l=x(t,{layer:c,head:f}),u=(c*t.heads+f)*a,p=e.subarray(
u,u+a);h.rect(l.x,l.y,l.width,l.height,{color:n.theme.ink,opacity:.05}),a&&n.lines?et(h,l,p,n):a&&h.image(l.x,l.y,l.width,
l.height,nt(l,p,n,s)),Q(h,l,b(n.badges,c,f),n,r)}return it(h,t,n.theme),tt(h,t,n),h}function St(t,{layer:e,head:n}){let i=new URL(t);return i.pathname=i.pathname.replace(/[^/]*\/?$/,"head_view"),i.searchParams.
set("layer",String(e)),i.searchParams.set("heads",String(n)),i}function z(t){window.history.pushState({},"",St(window.location.
href,t)),window.dispatchEvent(new PopStateEvent("popstate"))}var rt={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};function ht(t,e,n){if(!Object.hasOwn(rt,t))return null;
if(!n)return{layer:0,head:0};let[i,o]=rt[t];return{layer:st(n.layer+i,e.layers),head:st(n.head+o,e.heads)}}function st(t,e){
return Math.max(0,Math.min(e-1,t))}function H(t,e){return t?.layer===e?.layer&&t?.head===e?.head}function at(t,e,n){return t!==
"touch"||H(e,n)}function W({layer:t,head:e}){return`L${t}H${e}`}function ct({badges:t,figures:e},n){let i=b(t,n.layer,n.head).map(({said:r})=>r),
o=i.length?[`in general: ${i.join(", ")}`]:[];return[W(n),...o,...e.map(r=>Et(r,n))].join(`
`)}function Et({name:t,unit:e,values:n},{layer:i,head:o}){let r=n[i][o];return r===null?`${t}: –`:`${t}: ${e==="share"?
Z(r):`${S(r,1)} ${e}`}`}var E=class{constructor(e,n,i,o){this.stage=e,this.said=n,this.layout=i,this.data=o,this.head=null,this.spot=d("div",{className:"\
spot",hidden:!0}),e.stage.append(this.spot),L(e.stage,"head",null)}listen(e){e.onpointermove=n=>n.pointerType!=="touch"&&
this.moved(n),e.onpointerleave=n=>n.pointerType!=="touch"&&this.to(null),e.onclick=n=>this.clicked(n),e.onkeydown=n=>this.
key(n),e.onblur=()=>this.to(null)}to(e){if(H(e,this.head))return;this.head=e,this.spot.hidden=!e,this.stage.stage.style.
cursor=e?"pointer":"",L(this.stage.stage,"head",e&&W(e));let n=e?ct(this.data,e):"";this.said.textContent=n,e?this.frame(
x(this.layout,e),n):this.stage.hint(null)}frame(e,n){let i={left:e.x-2,top:e.y-2,width:e.width+4,height:e.height+4};for(let[
r,s]of Object.entries(i))this.spot.style.setProperty(r,`${s}px`);this.stage.hint(n,e.x+e.width,e.y);let{tip:o}=this.stage;
o.offsetHeight+8>e.y&&(o.style.top=`${e.y+e.height+8}px`)}moved(e){this.to(J(this.layout,...U(e,this.stage.stage)))}clicked(e){
let n=this.head;this.moved(e),this.head&&at(e.pointerType,n,this.head)&&z(this.head)}key(e){let n=ht(e.key,this.layout,this.
head);if(e.key==="Enter"&&this.head)z(this.head);else if(e.key==="Escape")this.to(null);else if(n)this.to(n);else return;
e.preventDefault()}};var I=new WeakMap;function Lt({data:t,parentElement:e}){let n=O.of(e),i=I.get(n)?.said??Tt(n);I.set(n,{latest:t,said:i}),
At(n,i,t)}async function At(t,e,n){let i=new Uint8Array(await D(n.levels));I.get(t)?.latest===n&&(t.onresize=()=>Rt(t,e,
i,n),t.onresize())}function Tt(t){let e=d("div",{className:"unseen",role:"status"});return t.tiles.append(e),e}function Rt(t,e,n,i){
let o=X(t.width,i.layers,i.heads),{width:r,font:s,measure:h}=t,a=ot(o,n,i,{width:r,font:s,measure:h,ratio:window.devicePixelRatio||
1});t.show(a,i.name,i.reading),new E(t,e,o,i).listen(t.stage)}export{Lt as default};
