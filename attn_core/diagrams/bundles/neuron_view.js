function m(n,t={},...e){let s=Object.assign(document.createElement(n),t);return s.append(...e),s}function J(n,t){let e=t.getBoundingClientRect();return[n.clientX-e.left,n.clientY-e.top]}var dt=new WeakMap;function A(n,t,e){let s=document.createElement("canvas");return s.width=Math.round(n*e),s.height=Math.
round(t*e),s.style.width=`${n}px`,s.style.height=`${t}px`,s}function b(n){return n.getContext("2d")}function O(n){let t=dt.
get(n);if(t)return t;let e=document.createElement("canvas");e.width=n.width,e.height=n.height;let s=b(e),i=s.createImageData(
n.width,n.height);return i.data.set(n.pixels),s.putImageData(i,0,0),dt.set(n,e),e}function mt(n){let t=b(document.createElement(
"canvas"));return(e,s,i=600)=>(t.font=`${i} ${s}px ${n}`,t.measureText(e).width)}var jt={start:"left",middle:"center",end:"right"};function q(n,t,e){for(let s of n.shapes)t.globalAlpha=s.kind==="image"?
1:s.opacity,s.kind==="line"?Gt(t,s):s.kind==="path"?_t(t,s):s.kind==="rect"?Qt(t,s):s.kind==="text"?Jt(t,s,n.font):Kt(t,
s,e(s.bitmap));t.globalAlpha=1}function Gt(n,{x1:t,y1:e,x2:s,y2:i,color:o,width:r}){n.strokeStyle=o,n.lineWidth=r,n.beginPath(),
n.moveTo(t,e),n.lineTo(s,i),n.stroke()}function _t(n,{d:t,color:e,width:s}){n.strokeStyle=e,n.lineWidth=s,n.stroke(new Path2D(
t))}function Qt(n,{x:t,y:e,width:s,height:i,color:o,outline:r}){n.fillStyle=o,n.fillRect(t,e,s,i),r&&(n.strokeStyle=r,n.
lineWidth=1,n.strokeRect(t,e,s,i))}function Jt(n,{x:t,y:e,text:s,color:i,size:o,anchor:r,weight:h},c){n.fillStyle=i,n.font=
`${h} ${o}px ${c}`,n.textAlign=jt[r],n.textBaseline="middle",n.fillText(s,t,e)}function Kt(n,{x:t,y:e,width:s,height:i},o){
n.imageSmoothingEnabled=!1,n.drawImage(o,t,e,s,i)}var K=n=>String(n).replace(/[&<>"]/g,t=>`&#${t.charCodeAt(0)};`),v=n=>Math.round(n*100)/100;function wt(n,t,e){return[`<\
svg xmlns="http://www.w3.org/2000/svg" ${`width="${n.width}" height="${n.height}" viewBox="0 0 ${n.width} ${n.height}"`}\
 font-family="${K(n.font)}" role="img">`,`<title>${K(t)}</title><rect width="100%" height="100%" fill="${n.background}"/\
>`,...n.shapes.map(i=>Yt(i,e)),"</svg>"].join(`
`)}function Yt(n,t){if(n.kind==="line"||n.kind==="path"){let o=`stroke="${n.color}" stroke-width="${v(n.width)}" opacity\
="${v(n.opacity)}"`;if(n.kind==="path")return`<path d="${n.d}" fill="none" ${o}/>`;let[r,h,c,l]=[n.x1,n.y1,n.x2,n.y2].map(
v);return`<line x1="${r}" y1="${h}" x2="${c}" y2="${l}" ${o}/>`}let e=`x="${v(n.x)}" y="${v(n.y)}"`;if(n.kind==="text"){
let o=`fill="${n.color}" font-size="${n.size}" font-weight="${n.weight}"`,r=`text-anchor="${n.anchor}" dominant-baseline\
="central" opacity="${v(n.opacity)}"`;return`<text ${e} ${o} ${r} xml:space="preserve">${K(n.text)}</text>`}let s=`width\
="${v(n.width)}" height="${v(n.height)}"`;if(n.kind==="rect"){let o=n.outline?` stroke="${n.outline}"`:"";return`<rect ${e}\
 ${s} fill="${n.color}" opacity="${v(n.opacity)}"${o}/>`}return`<image ${e} ${s} preserveAspectRatio="none" style="image\
-rendering:pixelated" href="${t(n.bitmap)}"/>`}var Vt=16e3;function Xt({width:n,height:t}){return Math.min(2,Vt/Math.max(n,t))}function kt(n,t,e,s){if(t==="svg"){let h=wt(
n,s,c=>O(c).toDataURL());gt(`${e}.svg`,new Blob([h],{type:"image/svg+xml"}));return}let i=Xt(n),o=A(n.width,n.height,i),
r=b(o);r.scale(i,i),Y(n,r),o.toBlob(h=>h&&gt(`${e}.png`,h))}function Y(n,t){t.fillStyle=n.background,t.fillRect(0,0,n.width,
n.height),q(n,t,O)}function gt(n,t){let e=document.createElement("a");e.href=URL.createObjectURL(t),e.download=n,e.click(),
setTimeout(()=>URL.revokeObjectURL(e.href),1e3)}function xt({x:n,y:t},e,s,i){let o=t-e.height-8;return{left:Math.max(0,Math.min(n+12,s-e.width)),top:i||o<0?t+20:o}}var bt=new WeakMap,U=class n{static of(t){let e=bt.get(t)??new n(t);return bt.set(t,e),e}constructor(t){this.tiles=m("di\
v",{className:"tiles"}),this.stage=m("div",{className:"stage",tabIndex:0,role:"img"}),this.saves=m("div",{className:"sav\
es"},this.button("PNG"),this.button("SVG")),this.root=m("div",{className:"diagram"},this.tiles,this.stage,this.saves),this.
tip=m("div",{className:"tip"}),this.name="",this.reading="",this.scene=null,this.above=null,this.paper=null,this.upper=null,
this.onresize=null,this.seen=-1,t.append(this.root),new ResizeObserver(()=>{this.width!==this.seen&&this.onresize?.()}).
observe(this.root)}button(t){let e=`Download the picture as ${t}`;return m("button",{title:e,onclick:()=>this.download(t.
toLowerCase())},t)}get width(){return this.root.clientWidth}get font(){return getComputedStyle(this.root).fontFamily}get measure(){
return mt(this.font)}show(t,e,s){let i=window.devicePixelRatio||1,o=A(t.width,t.height,i);this.upper=A(t.width,t.height,
i),this.upper.className="over";for(let r of[o,this.upper])b(r).scale(i,i);q(t,b(o),O),this.scene=t,this.above=null,this.
filled([o,this.upper],e,s),this.stage.setAttribute("aria-label",s)}filled(t,e,s){this.name=e,this.reading=s,this.seen=this.
width,this.stage.replaceChildren(...t,this.tip),this.stage.dataset.drawn=String(Number(this.stage.dataset.drawn??0)+1),this.
hint(null)}over(t){if(!this.upper||!this.scene)return;this.above=t;let e=b(this.upper);e.clearRect(0,0,this.scene.width,
this.scene.height),t&&Y(t,e)}hint(t,e=0,s=0,i=!1){if(this.tip.style.visibility=t===null?"hidden":"visible",t===null)return;
this.tip.textContent=t;let o={width:this.tip.offsetWidth,height:this.tip.offsetHeight},{left:r,top:h}=xt({x:e,y:s},o,this.
width,i);this.tip.style.left=`${r}px`,this.tip.style.top=`${h}px`}download(t){let e=this.paper?.()??this.above??this.scene;
e&&kt(e,t,this.name,this.reading)}};function $t(n,{queryTokens:t,keyTokens:e},{query:s,key:i,expanded:o}){if(n==="Enter"||n===" ")return{kind:"expand"};if(n===
"ArrowUp")return{kind:"query",position:V(t.shown,s,-1)};if(n==="ArrowDown")return{kind:"query",position:V(t.shown,s,1)};
let r=n==="ArrowLeft"?-1:n==="ArrowRight"?1:null;return r===null?null:{kind:"key",position:o?V(e.shown,i,r):i}}function V(n,t,e){
return n[Math.max(0,Math.min(n.length-1,n.indexOf(t)+e))]}function vt(n,t){return t.tokens!==n.tokens?!0:!n.untold&&t.answers>=
n.told&&(t.query!==n.query||t.expanded!==n.expanded)}async function X(n){let t=atob(n),e=new Uint8Array(t.length);for(let i=0;i<e.length;i+=1)e[i]=t.charCodeAt(i);let s=new Blob(
[e]).stream().pipeThrough(new DecompressionStream("deflate"));return new Response(s).arrayBuffer()}async function C({deflated:n}){let t=new Uint8Array(await X(n)),e=t.length/4,s=new Uint8Array(t.length);for(let i=0;i<4;i+=
1)for(let o=0;o<e;o+=1)s[4*o+i]=t[i*e+o];return new Float32Array(s.buffer)}var W=class n{static async from(t){let[e,s,i,o]=await Promise.all([C(t.query),C(t.key),X(t.mask.deflated),t.bias&&C(t.bias)]),
r={query:e,key:s,mask:new Uint8Array(i),bias:o};return new n(r,t.query.shape[1],t.scale,t.softcap)}constructor({query:t,
key:e,mask:s,bias:i},o,r,h){this.query=t,this.key=e,this.mask=s,this.bias=i,this.size=o,this.scale=r,this.softcap=h,this.
nKeys=e.length/o,this.known=new Map}products(t,e){let[s,i]=[t*this.size,e*this.size];return Float64Array.from({length:this.
size},(o,r)=>this.query[s+r]*this.key[i+r])}vector(t,e){return this[t].subarray(e*this.size,(e+1)*this.size)}seen(t,e){return this.
mask[t*this.nKeys+e]===1}steps(t){let e=this.known.get(t)??this.workedOut(t);return this.known.set(t,e),e}workedOut(t){let{
nKeys:e,size:s,scale:i,softcap:o,bias:r}=this,h=new Float64Array(e);for(let f=0;f<e;f+=1)for(let u=0;u<s;u+=1)h[f]+=this.
query[t*s+u]*this.key[f*s+u];let c=h.map(f=>f*i),l=o===null?null:c.map(f=>o*Math.tanh(f/o)),a=l??c,p=r&&a.map((f,u)=>f+r[t*
e+u]);return{dot:h,scaled:c,capped:l,biased:p,weight:this.softmax(t,p??a)}}softmax(t,e){let i=e.filter((h,c)=>this.seen(
t,c)).reduce((h,c)=>Math.max(h,c),-1/0),o=e.map((h,c)=>this.seen(t,c)?Math.exp(h-i):0),r=o.reduce((h,c)=>h+c,0);return o.
map(h=>h/r)}heaviest(t,e){let{weight:s}=this.steps(t);return e.reduce((i,o)=>s[o]>s[i]?o:i,e[0])}};function E(n,t){return[
...n.keys()].sort((s,i)=>Math.abs(n[i])-Math.abs(n[s])||s-i).slice(0,t)}function z(n,t,e=1/0,s=13){return Math.min(e,Math.ceil(Math.max(0,...n.map(i=>t(i,s)))))}function Z(n,t,e,s=[]){let i=Math.
ceil(e/t),o=Array.from({length:n.length},()=>!1),r=[...o.keys()].sort((h,c)=>n[c]-n[h]||h-c);for(let h of[...s,...r])o.slice(
Math.max(0,h-i+1),h+i).includes(!0)||(o[h]=!0);return o}var Zt=760,te=26,ee=3;function H(n){return n<500?92:150}function Mt({data:n,width:t,measure:e}){let{queryTokens:s,keyTokens:i}=n,
o=Math.max(s.shown.length,i.shown.length),r=Math.min(t,Zt),h=Math.min(te,Math.max(ee,1e3/o)),c=22+z(s.labels,e,H(r)),l=r-
62-z(i.labels,e,H(r));return{width:r,height:46+o*h+22,top:34,row:h,left:c,right:l}}function $(n,t){return n.top+(t+.5)*n.
row}function tt({queryTokens:n,keyTokens:t},e,s,i){let o=Math.floor((i-e.top)/e.row);return s<(e.left+e.right)/2?{query:n.
shown[o]}:{key:t.shown[o]}}function N(n,t){let e=n.toFixed(t),s=Math.abs(n*2**(t+1)%2)===1,i=Number(e.at(-1))%2===1;return(s&&i?(n*(1-Number.EPSILON)).
toFixed(t):e).replace(/^-(?=[0.]*$)/,"")}function et(n){return n>0&&n<=.005?"<1 %":n>=.995&&n<.9995?">99 %":`${N(n*100,0)}\
 %`}function M(n){return n>0&&n<5e-4?"<0.1 %":n<.0995?`${N(n*100,1)} %`:et(n)}function w(n){return`${n<0?"−":"+"}${N(Math.
abs(n),2)}`}var T=class{constructor(t,e,s,i){this.width=t,this.height=e,this.background=s,this.font=i,this.shapes=[]}line(t,e,s,i,{color:o,
width:r=1,opacity:h=1}){this.shapes.push({kind:"line",x1:t,y1:e,x2:s,y2:i,color:o,width:r,opacity:h})}path(t,{color:e,width:s=1,
opacity:i=1}){this.shapes.push({kind:"path",d:t,color:e,width:s,opacity:i})}rect(t,e,s,i,{color:o,opacity:r=1,outline:h=null}){
this.shapes.push({kind:"rect",x:t,y:e,width:s,height:i,color:o,opacity:r,outline:h})}text(t,e,s,{color:i,size:o=13,anchor:r="\
start",weight:h=400,opacity:c=1}){this.shapes.push({kind:"text",x:t,y:e,text:s,color:i,size:o,anchor:r,weight:h,opacity:c})}image(t,e,s,i,o){
this.shapes.push({kind:"image",x:t,y:e,width:s,height:i,bitmap:o})}};var nt=13;function yt(n,{data:t},e,s){let{theme:i,queryTokens:o}=t,r=o.shown.indexOf(s),h=Z(new Float32Array(o.shown.length),
e.row,nt,[r]);o.shown.forEach((c,l)=>{if(!h[l])return;let p={color:l===r?i.accent:o.special[c]?i.faint:i.ink,anchor:"end",
weight:l===r?600:400};n.text(e.left,$(e,l),o.labels[c],p)}),n.text(4,$(e,r),"+",{color:i.accent,weight:600,size:15})}function Tt(n,{
data:t,head:e},s,i){let{theme:o,keyTokens:r}=t,{weight:h}=e.steps(i),c=r.shown.map(a=>h[a]),l=Z(c,s.row,nt);r.shown.forEach(
(a,p)=>{if(!l[p])return;let f=e.seen(i,a),u=f?1:.6,d=r.special[a]||!f?o.faint:o.ink;if(n.text(s.right,$(s,p),r.labels[a],
{color:d,opacity:u}),!f&&s.row<nt)return;let k=f?M(h[a]):"masked",g={color:f?o.ink:o.faint,size:12,anchor:"end",opacity:u};
n.text(s.width-2,$(s,p),k,g)})}var St=.01,st=3e3;function it(n,t,e){let{theme:s,queryTokens:i,keyTokens:o}=n.data,r=new T(t.width,t.height,s.background,
n.font),h=e??n.query;r.text(Math.max(t.left,72),12,"query: looks",{color:s.faint,size:12,anchor:"end"}),r.text(t.right,12,
"key: is looked at",{color:s.faint,size:12});let c=e===null?ne(r,n,t):0;if(se(r,n,t,h),yt(r,n,t,h),Tt(r,n,t,h),c>0&&i.shown.
length+o.shown.length>4){let l=`Grey lines under ${et(c)} are left out.`;r.text(22,t.height-10,l,{color:s.faint,size:12})}
return r}function ne(n,{data:t,head:e,query:s},i){let o=[];t.queryTokens.shown.forEach((r,h)=>{if(r===s)return;let{weight:c}=e.
steps(r);t.keyTokens.shown.forEach((l,a)=>{c[l]>=St&&o.push({from:h,to:a,weight:c[l]})})}),o.sort((r,h)=>h.weight-r.weight);
for(let{from:r,to:h,weight:c}of o.slice(0,st)){let l={color:t.theme.faint,width:.5+c,opacity:.06+.3*c};n.line(i.left+8,$(
i,r),i.right-8,$(i,h),l)}return o.length>st?o[st].weight:St}function se(n,{data:t,head:e},s,i){let{theme:o,queryTokens:r,
keyTokens:h}=t,{weight:c}=e.steps(i),l=$(s,r.shown.indexOf(i));h.shown.forEach((a,p)=>{if(!e.seen(i,a))return;let u={color:h.
special[a]?o.sink:o.attention,width:.75+7*c[a],opacity:.15+.85*c[a]**.7};n.line(s.left+8,l,s.right-8,$(s,p),u)})}function At({data:n,head:t,query:e},s){let[i,o]=[n.queryTokens.labels[e],n.keyTokens.labels[s]];return t.seen(e,s)?`‘${i}\
’ looks at ‘${o}’ with ${M(t.steps(e).weight[s])}.`:`‘${o}’ is masked: ‘${i}’ may not look at it.`}function Ot(n,{
query:t,key:e},s){return e!==void 0?At(n,e):s<13&&t!==void 0?n.data.queryTokens.labels[t]:null}function Lt(n,{column:t,key:e,
dimension:s}){let{head:i,query:o,data:r}=n,h=`Dimension ${s}`;if(s===void 0)return e===void 0?r.columns.find(({name:a})=>a===
t)?.help??null:t===void 0?`‘${r.keyTokens.labels[e]}’, position ${e}`:At(n,e);let c=w(i.vector("query",o)[s]);if(e===
void 0)return`${h} of ‘${r.queryTokens.labels[o]}’: q ${c}`;let l=w(i.vector("key",e)[s]);return t==="key"?`${h} of \
‘${r.keyTokens.labels[e]}’: k ${l}`:`${h}: q ${c} × k ${l} = ${w(i.products(o,e)[s])}`}function qt({data:n,head:t,query:e,
key:s}){let i=t.products(e,s),o=E(i,3).map(l=>`dimension ${l} ${w(i[l])}`),r=t.steps(e),h=t.seen(e,s)?`weight ${M(r.weight[s])}`:
"masked";return`${`Query ‘${n.queryTokens.labels[e]}’, key ‘${n.keyTokens.labels[s]}’`}: q·k ${w(r.dot[s])}, ${h}\
. Largest: ${o.join(", ")}.`}var B=class{constructor(t){this.stage=t,this.drawing=null,this.layout=null,this.pointed=null}show(t,e,s){this.drawing=t,
this.layout=Mt(t),this.pointed=null,this.stage.paper=null,this.stage.show(it(t,this.layout,null),e,s)}point(t,e){if(!this.
drawing||!this.layout)return{tip:null,pointer:!1};let s=tt(this.drawing.data,this.layout,t,e),i=s.query??null;return i!==
this.pointed&&(this.pointed=i,this.stage.over(i===null?null:it(this.drawing,this.layout,i))),{tip:Ot(this.drawing,s,this.
layout.row),pointer:i!==null}}leave(){this.pointed=null,this.stage.over(null)}click(t,e){if(!this.drawing||!this.layout)
return null;let{query:s}=tt(this.drawing.data,this.layout,t,e);return s===this.drawing.query?{kind:"expand"}:s===void 0?
null:{kind:"query",position:s}}};function Et(n){return n>560}function Rt({width:n,height:t},e){return Math.min(t,560)+(n>e?16:0)}function zt({start:n,tall:t,
header:e},s){let i=s.height-e-t;return n<s.y||n>s.y+i?n-i/2:s.y}var D=class{constructor(t){this.room=m("div"),this.element=m("div",{className:"frame",tabIndex:-1},this.room),this.element.
onscroll=()=>requestAnimationFrame(t)}fit({width:t,height:e},s){Object.assign(this.room.style,{width:`${t}px`,height:`${e}\
px`}),this.element.style.height=`${Rt({width:t,height:e},s)}px`}get port(){let{scrollLeft:t,scrollTop:e,clientWidth:s,clientHeight:i}=this.
element;return{x:t,y:e,width:s,height:i}}reveal(t){let e=zt(t,this.port);e!==this.element.scrollTop&&(this.element.scrollTop=
e)}};function ot(n,t){let e=window.devicePixelRatio||1,s=n.querySelector("canvas");(s?.style.width!==`${t.width}px`||s.style.
height!==`${t.height}px`)&&(s=A(t.width,t.height,e),n.replaceChildren(s));let i=b(s);i.setTransform(e,0,0,e,0,0),i.clearRect(
0,0,t.width,t.height),q(t,i,O)}var S=24,P=14,Nt=68,Pt=112;function y(n){return n==="key"||n==="product"}function rt({data:n,head:t,query:e,measure:s},i){
let{columns:o,keyTokens:r,queryTokens:h}=n,c=z([...r.labels,h.labels[e]],s,H(i))+12,l=o.length-3,a=i-c-l*Nt-Pt-3*P,p=Math.
floor(Math.max(160,Math.min(460,a/2))),f=Math.ceil(t.size/Math.floor(p/3)),u=Math.ceil(t.size/f),d=f===1?14:Math.max(4,Math.
round(22/f)),{places:k,end:g}=ie(o,c,p),x=Math.max(26,f*d+10),L=S+f*d+44,Ft=L+r.shown.length*x+4;return{label:c,wide:p,cells:u,
cell:p/u,tall:d,lines:f,places:k,row:x,top:L,width:g,height:Ft}}function ie(n,t,e){let s=t,i=[];for(let{name:o}of n){let r=y(
o)?e:o==="weight"?Pt:Nt;i.push({name:o,x:s,end:s+r}),s+=r+(y(o)||o==="weight"?P:0)}return{places:i,end:s-P}}function It({
data:n,head:t},e,s,i,o){let r=e.places.find(g=>i>=e.label&&i+s.x>=g.x&&i+s.x<g.end),h=Math.floor((o-e.top+s.y)/e.row),c=o<
e.top?void 0:n.keyTokens.shown[h],l={column:r?.name,key:c};if(!r||!y(r.name))return l;let a=e.top+(h+.5)*e.row-s.y,p=o<e.
top?S:a-e.lines*e.tall/2,f=Math.floor((o-p)/e.tall),u=Math.floor((i+s.x-r.x)/e.cell),d=f*e.cells+u;return f>=0&&f<e.lines&&
d<t.size&&(c!==void 0||r.name==="key")&&(l.dimension=d),l}var oe="rgba(0,0,0,0)";function F(n,t,e,s,i,o){let r=t.lines*t.tall,h={color:e.background,outline:e.sink,opacity:.8};n.rect(
i-.5,o-.5,t.wide+1,r+1,h),n.image(i,o,t.wide,t.tall*s.height,s)}function I(n,t,e,s,i,o){let[r,h]=[e%t.cells,Math.floor(e/
t.cells)],[c,l]=[s+r*t.cell,i+h*t.tall];n.rect(c,l,t.cell,t.tall,{color:oe,outline:o})}function j(n,t,e,s){let i=Math.ceil(n.length/t),o=new Uint8ClampedArray(4*t*i),[r,h]=[s.attention,s.negative].map(c=>parseInt(
c.slice(1),16));for(let c=0;c<n.length;c+=1){let l=n[c]<0?h:r,a=e>0?Math.min(1,Math.abs(n[c])/e):0;o.set([l>>16,l>>8&255,
l&255,Math.round(255*a)],4*c)}return{width:t,height:i,pixels:o}}var ht=32;function Ct(n,t,e,s){let{theme:i,columns:o}=t.data,r=e.top-18;e.places.forEach(({name:f,x:u,end:d},k)=>{let g=y(
f)?"start":"end",x=y(f)?u:d;n.text(x+s,r,o[k].title,{color:i.ink,weight:600,anchor:g}),y(f)&&Ut(n,t,f,d+s,r)});let[h,c]=e.
places.map(({x:f})=>f+s);n.text(h,10,"q",{color:i.ink,weight:600}),Ut(n,t,"query",h+e.wide,10);let l=t.strips.bitmap("qu\
ery",t.query,t.key,e.cells);F(n,e,i,l,h,S);let a=t.pointed?.dimension;a!==void 0&&I(n,e,a,h,S,i.accent),n.text(c,S+e.lines*
e.tall/2,"Each cell of q is multiplied with the cell of k below it.",{color:i.faint,size:12})}function Ut(n,{data:t,strips:e,
query:s},i,o,r){let{theme:h}=t,c=e.full(i,s),l=(ht-1)/2,a=Array.from({length:ht},(u,d)=>(d-l)/l),p={color:h.faint,size:11,
anchor:"end"},f=N(c,c<10?1:0);n.text(o,r,`+${f}`,p),n.image(o-76,r-5,44,10,j(a,ht,1,h)),n.text(o-80,r,`−${f}`,p)}var re=54;function Wt({key:n,pointed:t},e){return e===n?.14:e===t?.key?.06:0}function Ht(n,t,e,s,i){let{theme:o,keyTokens:r}=t.
data,h={color:o.attention,opacity:Wt(t,s)};h.opacity&&n.rect(0,i,e.label-4,e.row-1,h);let c=t.head.seen(t.query,s),l=r.special[s]||
!c?o.faint:o.ink,a=s===t.key?600:400;n.text(2,i+e.row/2,r.labels[s],{color:l,weight:a,opacity:c?1:.7})}function Bt(n,t,e,s,i,o){
let{theme:r}=t.data,{head:h,query:c,strips:l}=t,[a,p]=[h.steps(c),h.seen(c,s)],f={color:r.attention,opacity:Wt(t,s)};f.opacity&&
n.rect(e.label-4,o,e.width,e.row-1,f);let u=o+e.row/2,d=u-e.lines*e.tall/2;for(let{name:k,x:g,end:x}of e.places)if(y(k)){
F(n,e,r,l.bitmap(k,c,s,e.cells),g+i,d);let L={color:r.background,opacity:.6};p||n.rect(g+i-1,o,e.wide+2,e.row-1,L)}else if(k===
"weight")he(n,t,s,g+P+i,x+i,u);else{let L={color:p?r.ink:r.faint,opacity:p?1:.7};n.text(x+i,u,w(a[k]?.[s]??0),{...L,anchor:"\
end"})}ce(n,t,e,s,i,d)}function he(n,{data:t,head:e,query:s},i,o,r,h){let{theme:c,keyTokens:l}=t;if(!e.seen(s,i)){n.text(
r,h,"masked",{color:c.faint,anchor:"end"});return}let a=e.steps(s).weight[i],p=l.special[i]?c.sink:c.attention;n.rect(o,
h-7,1,14,{color:c.sink}),n.rect(o+1,h-6,Math.max(.5,(r-o-re)*a),12,{color:p}),n.text(r,h,M(a),{color:c.ink,anchor:"end"})}
function ce(n,{data:t,head:e,query:s,key:i,pointed:o},r,h,c,l){let{theme:a}=t,[p,f]=r.places.map(({x:u})=>u+c);if(h===i){
let u=E(e.products(s,h),3);for(let d of u)I(n,r,d,f,l,a.ink)}if(!(o?.dimension===void 0||o.key!==h))for(let u of[p,f])I(
n,r,o.dimension,u,l,a.accent)}function ct(n,t,e){let{theme:s,queryTokens:i}=n.data,o=new T(e.width,e.height,s.background,n.font),r={color:s.background},
h=le(n,t,e);for(let{key:a,y:p}of h)Bt(o,n,t,a,-e.x,p);o.rect(0,0,t.label-4,e.height,r);for(let{key:a,y:p}of h)Ht(o,n,t,a,
p);o.rect(0,0,e.width,t.top-4,r),Ct(o,n,t,-e.x),o.rect(0,0,t.label-4,t.top-4,r);let c=i.labels[n.query];o.text(2,10,"que\
ry",{color:s.faint,size:12}),o.text(2,S+t.lines*t.tall/2,c,{color:s.accent,weight:600}),o.text(2,t.top-18,"keys",{color:s.
faint,size:12});let l={color:s.sink,opacity:.7};return o.line(0,t.top-4,e.width,t.top-4,l),e.x>0&&o.line(t.label-4,0,t.label-
4,e.height,l),o}function le({data:n},t,e){let{shown:s}=n.keyTokens,i=Math.max(0,Math.floor(e.y/t.row)),o=Math.min(s.length,
Math.ceil((e.y+e.height-t.top)/t.row));return s.slice(i,o).map((r,h)=>({key:r,y:t.top+(i+h)*t.row-e.y}))}var ae=6,fe=["scaled","capped","biased"];function lt(n){let{head:t,query:e,key:s,data:i}=n,o=t.steps(e),r=pe(n);r.push({
name:"q · k",how:"",result:w(o.dot[s]),total:!0});for(let{name:a,title:p}of i.columns){let f=fe.find(u=>u===a);f&&r.push(
{name:p,how:"",result:w(o[f]?.[s]??0)})}let h=t.seen(e,s),c=i.keyTokens.labels.filter((a,p)=>t.seen(e,p)).length,l=h?`so\
ftmax over ${c} key${c>1?"s":""}`:"masked: no weight";return r.push({name:l,how:"",result:h?M(o.weight[s]):"–",final:!0}),
r}function pe({head:n,query:t,key:e}){let s=n.products(t,e),i=E(s,ae),[o,r]=[n.vector("query",t),n.vector("key",e)],h=i.
map(a=>({name:`dimension ${a}`,how:`${w(o[a])} × ${w(r[a])}`,value:s[a],result:w(s[a])})),c=n.size-i.length,l=n.steps(t).
dot[e]-i.reduce((a,p)=>a+s[p],0);return c>0&&h.push({name:`the other ${c}`,how:"",value:l,result:w(l)}),h}var ft=640,R=21,at=52;function pt(n){return at+lt(n).length*R+12}function ut(n,t,e){let{theme:s,queryTokens:i,keyTokens:o}=t.
data,r=lt(t),h=Math.min(n.width,ft),[c,l]=[Math.min(240,h*.58),Math.min(320,h*.78)],a=`‘${i.labels[t.query]}’ and ‘${o.
labels[t.key]}’ multiplied out`;n.text(0,e+30,a,{color:s.ink,weight:600}),r.forEach((p,f)=>{let u=e+at+(f+.5)*R,d={color:s.
ink,weight:p.total||p.final?600:400};p.total&&n.line(0,u-R/2,l,u-R/2,{color:s.sink}),n.text(0,u,p.name,d),n.text(c,u,p.how,
{...d,color:s.faint,anchor:"end"}),n.text(l,u,p.result,{...d,anchor:"end"})}),ue(n,r,s,{left:l+14,right:h,top:e+at})}function ue(n,t,e,{
left:s,right:i,top:o}){let r=Math.max(...t.map(({value:l})=>Math.abs(l??0)),1e-9),h=s+10+(i-s-10)*.35,c=0;t.forEach(({value:l},a)=>{
if(l===void 0)return;c+=1;let p=l<0?Math.min(i-h,h-s):i-h,f=Math.abs(l)/r*p,u=o+(a+.5)*R,d=l<0?e.negative:e.attention;n.
rect(l<0?h-f:h,u-6,Math.max(.5,f),12,{color:d})}),n.line(h,o,h,o+c*R,{color:e.sink})}var G=class{constructor(t){this.stage=t,this.frame=new D(()=>this.paint()),this.sum=m("div"),this.drawing=null,this.layout=
null,this.revealed=""}show(t,e,s){let i=rt(t,t.width-2);Et(i.height)&&(i=rt(t,t.width-16)),Object.assign(this,{drawing:t,
layout:i}),this.frame.fit(i,t.width),this.stage.paper=()=>me(t,i),this.stage.filled([this.frame.element],e,s),this.reveal(
t,i),this.paint();let o=Math.min(t.width,ft),r=new T(o,pt(t),t.data.theme.background,t.font);ut(r,t,0),ot(this.sum,r)}hide(){
this.drawing=null,this.revealed="",this.sum.replaceChildren()}reveal({data:t,query:e,key:s},{row:i,top:o}){let r=`${e} ${s}`;
r!==this.revealed&&(this.revealed=r,this.frame.reveal({start:t.keyTokens.shown.indexOf(s)*i,tall:i,header:o}))}paint(){this.
drawing&&this.layout&&ot(this.frame.room,ct(this.drawing,this.layout,this.frame.port))}hit(t,e){return this.drawing&&this.
layout?It(this.drawing,this.layout,this.frame.port,t,e):{}}point(t,e){if(!this.drawing)return{tip:null,pointer:!1};let s=this.
hit(t,e),i=JSON.stringify(s)!==JSON.stringify(this.drawing.pointed);return this.drawing.pointed=s,i&&this.paint(),{tip:Lt(
this.drawing,s),pointer:s.key!==void 0}}leave(){this.drawing&&(this.drawing.pointed=null),this.paint()}click(t,e){let{key:s}=this.
hit(t,e);return s===void 0?null:{kind:"key",position:s}}};function me(n,t){let e={x:0,y:0,width:t.width,height:t.height+
pt(n)},s=ct(n,t,e);return ut(s,n,t.height),s}var _=class{constructor(t,e){this.head=t,this.data=e,this.made=new Map,this.fullest=new Map}full(t,e){if(t!=="product")return this.
data.full[t];let s=this.fullest.get(e)??this.largestProduct(e);return this.fullest.set(e,s),s}largestProduct(t){let e=this.
data.keyTokens.shown.filter(s=>this.head.seen(t,s));return Math.max(...e.map(s=>Math.max(...this.head.products(t,s).map(
Math.abs))),1e-6)}bitmap(t,e,s,i){let o=[t,t==="key"?"":e,t==="query"?"":s,i].join(" "),r=this.made.get(o);if(r)return r;
let h=j(this.numbers(t,e,s),i,this.full(t,e),this.data.theme);return this.made.set(o,h),h}numbers(t,e,s){return t==="pro\
duct"?this.head.products(e,s):this.head.vector(t,t==="key"?s:e)}};var we=400,Dt=new WeakMap,Q=class n{static of(t){let e=Dt.get(t)??new n(U.of(t));return Dt.set(t,e),e}constructor(t){this.
stage=t,this.lines=new B(t),this.sheet=new G(t),this.picker=m("select",{onchange:()=>this.choose(Number(this.picker.value))}),
this.toggle=m("button",{className:"toggle",onclick:()=>this.expand()}),this.live=m("p",{className:"unseen",ariaLive:"pol\
ite"}),this.query=-1,this.key=-1,this.expanded=!1,this.asked=0,this.told=0,this.sent="",this.tokens="",this.content=null,
this.tell=()=>{},this.timer=void 0,t.tiles.append(m("label",{},"Query token",this.picker),this.toggle),t.stage.after(this.
sheet.sum,this.live),t.onresize=()=>this.draw(),this.listen(t.stage)}listen(t){t.onpointermove=e=>this.point(...J(e,t)),
t.onpointerleave=()=>this.leave(),t.onclick=e=>this.make(this.picture.click(...J(e,t))),t.onkeydown=e=>this.press(e)}get picture(){
return this.expanded?this.sheet:this.lines}async take({data:t,setStateValue:e}){this.tell=e;let s=this.asked+=1,{query:i,
key:o,mask:r,bias:h,scale:c,softcap:l,theme:a}=t,p=JSON.stringify([i,o,r,h,c,l,a]),f=this.content&&p===this.sent?this.content.
head:await W.from(t);if(s!==this.asked)return;let u=JSON.stringify([t.queryTokens,t.keyTokens]),d=p===this.sent&&u===this.
tokens,k=d&&this.content?this.content.strips:new _(f,t),g=this.timer!==void 0,x=vt({...this,untold:g},{...t.chosen,tokens:u,
answers:t.answers});u!==this.tokens&&this.offer(t.queryTokens),x&&(this.forget(),Object.assign(this,t.chosen)),(x||!d)&&
(this.key=f.heaviest(this.query,t.keyTokens.shown)),Object.assign(this,{sent:p,tokens:u,content:{data:t,head:f,strips:k},
told:Math.max(this.told,t.answers)}),this.draw()}offer({labels:t,shown:e}){this.picker.replaceChildren(...e.map(s=>new Option(
`${s} · ${t[s]}`,String(s))))}make(t){t?.kind==="expand"?this.expand():t?.kind==="query"?this.choose(t.position):t?.kind===
"key"&&this.explain(t.position)}choose(t){!this.content||t===this.query||(this.query=t,this.key=this.content.head.heaviest(
t,this.content.data.keyTokens.shown),this.changed())}expand(){this.expanded=!this.expanded,this.changed()}explain(t){t!==
this.key&&(this.key=t,this.draw())}changed(){this.draw(),this.forget(),this.timer=setTimeout(()=>{this.timer=void 0,this.
told+=1,this.tell("view",{query:this.query,expanded:this.expanded,number:this.told})},we)}forget(){clearTimeout(this.timer),
this.timer=void 0}draw(){let{content:t,query:e,key:s,expanded:i}=this,{width:o,font:r,measure:h}=this.stage;if(!t||!o)return;
let{name:c,reading:l,place:a}=t.data,p={...t,query:e,key:s,pointed:null,width:o,font:r,measure:h};i||this.sheet.hide(),this.
picture.show(p,c,l),this.picker.value=String(e),this.toggle.textContent=i?"− Back to the lines":"+ Show the sums",Object.
assign(this.stage.stage.dataset,{query:e,key:s,expanded:i,place:a});let f=qt(p);this.stage.stage.setAttribute("aria-labe\
l",`${a}. ${f}`),this.live.textContent!==f&&(this.live.textContent=f)}point(t,e){let{tip:s,pointer:i}=this.picture.point(
t,e);this.stage.stage.style.cursor=i?"pointer":"default",this.stage.hint(s,t,e)}leave(){this.stage.hint(null),this.picture.
leave()}press(t){if(!this.content)return;let e=$t(t.key,this.content.data,this);e&&(t.preventDefault(),this.make(e))}};function ge(n){let t=Q.of(n.parentElement);return t.take(n),()=>t.forget()}export{ge as default};
