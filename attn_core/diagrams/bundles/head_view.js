function g(e,t={},...i){let n=Object.assign(document.createElement(e),t);return n.append(...i),n}function U(e,t,i){i?e.dataset[t]=
i:delete e.dataset[t]}function B(e,t){let i=t.getBoundingClientRect();return[e.clientX-i.left,e.clientY-i.top]}async function It(e){let t=atob(e),i=new Uint8Array(t.length);for(let o=0;o<i.length;o+=1)i[o]=t.charCodeAt(o);let n=new Blob(
[i]).stream().pipeThrough(new DecompressionStream("deflate"));return new Response(n).arrayBuffer()}async function Z({steps:e,
deflated:t}){let i=new Uint16Array(await It(t)),n=new Float32Array(i.length);for(let o=0;o<i.length;o+=1)n[o]=i[o]/e;return n}var tt=new WeakMap;function M(e,t,i){let n=document.createElement("canvas");return n.width=Math.round(e*i),n.height=Math.
round(t*i),n.style.width=`${e}px`,n.style.height=`${t}px`,n}function k(e){return e.getContext("2d")}function O(e){let t=tt.
get(e);if(t)return t;let i=document.createElement("canvas");i.width=e.width,i.height=e.height;let n=k(i),o=n.createImageData(
e.width,e.height);return o.data.set(e.pixels),n.putImageData(o,0,0),tt.set(e,i),i}function et(e){let t=k(document.createElement(
"canvas"));return(i,n,o=600)=>(t.font=`${o} ${n}px ${e}`,t.measureText(i).width)}var Tt={start:"left",middle:"center",end:"right"};function E(e,t,i){for(let n of e.shapes)t.globalAlpha=n.kind==="image"?
1:n.opacity,n.kind==="line"?Ft(t,n):n.kind==="path"?zt(t,n):n.kind==="rect"?Dt(t,n):n.kind==="text"?Pt(t,n,e.font):Ct(t,
n,i(n.bitmap));t.globalAlpha=1}function Ft(e,{x1:t,y1:i,x2:n,y2:o,color:s,width:r}){e.strokeStyle=s,e.lineWidth=r,e.beginPath(),
e.moveTo(t,i),e.lineTo(n,o),e.stroke()}function zt(e,{d:t,color:i,width:n}){e.strokeStyle=i,e.lineWidth=n,e.stroke(new Path2D(
t))}function Dt(e,{x:t,y:i,width:n,height:o,color:s,outline:r}){e.fillStyle=s,e.fillRect(t,i,n,o),r&&(e.strokeStyle=r,e.
lineWidth=1,e.strokeRect(t,i,n,o))}function Pt(e,{x:t,y:i,text:n,color:o,size:s,anchor:r,weight:h},l){e.fillStyle=o,e.font=
`${h} ${s}px ${l}`,e.textAlign=Tt[r],e.textBaseline="middle",e.fillText(n,t,i)}function Ct(e,{x:t,y:i,width:n,height:o},s){
e.imageSmoothingEnabled=!1,e.drawImage(s,t,i,n,o)}var G=e=>String(e).replace(/[&<>"]/g,t=>`&#${t.charCodeAt(0)};`),y=e=>Math.round(e*100)/100;function it(e,t,i){return[`<\
svg xmlns="http://www.w3.org/2000/svg" ${`width="${e.width}" height="${e.height}" viewBox="0 0 ${e.width} ${e.height}"`}\
 font-family="${G(e.font)}" role="img">`,`<title>${G(t)}</title><rect width="100%" height="100%" fill="${e.background}"/\
>`,...e.shapes.map(o=>Wt(o,i)),"</svg>"].join(`
`)}function Wt(e,t){if(e.kind==="line"||e.kind==="path"){let s=`stroke="${e.color}" stroke-width="${y(e.width)}" opacity\
="${y(e.opacity)}"`;if(e.kind==="path")return`<path d="${e.d}" fill="none" ${s}/>`;let[r,h,l,a]=[e.x1,e.y1,e.x2,e.y2].map(
y);return`<line x1="${r}" y1="${h}" x2="${l}" y2="${a}" ${s}/>`}let i=`x="${y(e.x)}" y="${y(e.y)}"`;if(e.kind==="text"){
let s=`fill="${e.color}" font-size="${e.size}" font-weight="${e.weight}"`,r=`text-anchor="${e.anchor}" dominant-baseline\
="central" opacity="${y(e.opacity)}"`;return`<text ${i} ${s} ${r} xml:space="preserve">${G(e.text)}</text>`}let n=`width\
="${y(e.width)}" height="${y(e.height)}"`;if(e.kind==="rect"){let s=e.outline?` stroke="${e.outline}"`:"";return`<rect ${i}\
 ${n} fill="${e.color}" opacity="${y(e.opacity)}"${s}/>`}return`<image ${i} ${n} preserveAspectRatio="none" style="image\
-rendering:pixelated" href="${t(e.bitmap)}"/>`}var jt=16e3;function Ht({width:e,height:t}){return Math.min(2,jt/Math.max(e,t))}function ot(e,t,i,n){if(t==="svg"){let h=it(
e,n,l=>O(l).toDataURL());nt(`${i}.svg`,new Blob([h],{type:"image/svg+xml"}));return}let o=Ht(e),s=M(e.width,e.height,o),
r=k(s);r.scale(o,o),_(e,r),s.toBlob(h=>h&&nt(`${i}.png`,h))}function _(e,t){t.fillStyle=e.background,t.fillRect(0,0,e.width,
e.height),E(e,t,O)}function nt(e,t){let i=document.createElement("a");i.href=URL.createObjectURL(t),i.download=e,i.click(),
setTimeout(()=>URL.revokeObjectURL(i.href),1e3)}function st({x:e,y:t},i,n,o){let s=t-i.height-8;return{left:Math.max(0,Math.min(e+12,n-i.width)),top:o||s<0?t+20:s}}var rt=new WeakMap,S=class e{static of(t){let i=rt.get(t)??new e(t);return rt.set(t,i),i}constructor(t){this.tiles=g("di\
v",{className:"tiles"}),this.stage=g("div",{className:"stage",tabIndex:0,role:"img"}),this.saves=g("div",{className:"sav\
es"},this.button("PNG"),this.button("SVG")),this.root=g("div",{className:"diagram"},this.tiles,this.stage,this.saves),this.
tip=g("div",{className:"tip"}),this.name="",this.reading="",this.scene=null,this.above=null,this.paper=null,this.upper=null,
this.onresize=null,this.seen=-1,t.append(this.root),new ResizeObserver(()=>{this.width!==this.seen&&this.onresize?.()}).
observe(this.root)}button(t){let i=`Download the picture as ${t}`;return g("button",{title:i,onclick:()=>this.download(t.
toLowerCase())},t)}get width(){return this.root.clientWidth}get font(){return getComputedStyle(this.root).fontFamily}get measure(){
return et(this.font)}show(t,i,n){let o=window.devicePixelRatio||1,s=M(t.width,t.height,o);this.upper=M(t.width,t.height,
o),this.upper.className="over";for(let r of[s,this.upper])k(r).scale(o,o);E(t,k(s),O),this.scene=t,this.above=null,this.
filled([s,this.upper],i,n),this.stage.setAttribute("aria-label",n)}filled(t,i,n){this.name=i,this.reading=n,this.seen=this.
width,this.stage.replaceChildren(...t,this.tip),this.stage.dataset.drawn=String(Number(this.stage.dataset.drawn??0)+1),this.
hint(null)}over(t){if(!this.upper||!this.scene)return;this.above=t;let i=k(this.upper);i.clearRect(0,0,this.scene.width,
this.scene.height),t&&_(t,i)}hint(t,i=0,n=0,o=!1){if(this.tip.style.visibility=t===null?"hidden":"visible",t===null)return;
this.tip.textContent=t;let s={width:this.tip.offsetWidth,height:this.tip.offsetHeight},{left:r,top:h}=st({x:i,y:n},s,this.
width,o);this.tip.style.left=`${r}px`,this.tip.style.top=`${h}px`}download(t){let i=this.paper?.()??this.above??this.scene;
i&&ot(i,t,this.name,this.reading)}};function ht(e,t){return e.includes(t)?e.length>1?e.filter(i=>i!==t):e:[...e,t].sort((i,n)=>i-n)}function at(e,t,i){return e.
length===1&&e[0]===t?[...Array(i).keys()]:[t]}function lt({kinds:e,heads:t},i,n){return(t[i]?.[n]??[]).map(([s,r])=>({...e[s],said:`${e[s].name} (${r})`}))}function Ut(e){let[t,i,n]=[1,3,5].map(o=>(parseInt(e.slice(o,o+2),16)/255)**2.2);return .2126*t+.7152*i+.0722*n>.18?"#00\
0000":"#FFFFFF"}function ct({layer:e,theme:t,badges:i},n){let o=t.heads[n%t.heads.length],s=lt(i,0,n),r=[`Head L${e}H${n}`,
...s.map(h=>h.said)].join(", ");return{color:o,ink:Ut(o),symbols:s.map(({symbol:h})=>h).join(""),title:`${r}. Click: on \
or off. Double click or Shift+Enter: alone; again: all heads.`}}var L=class{constructor(t,i){this.onchange=i,this.heads=[],this.count=-1,this.thresholds=[0],this.row=g("div",{className:"\
heads",role:"group",ariaLabel:"Heads"}),this.averaged=g("input",{type:"checkbox",onchange:i}),this.slider=g("input",{type:"\
range",min:0,step:1,oninput:i}),this.shown=g("output"),t.className="choices",t.append(this.row,g("label",{},this.averaged,
"Mean of these heads"),g("label",{},"Hide lines under",this.slider,this.shown))}set({start:t,thresholds:i}){this.thresholds=
i,this.heads=[...t.heads],this.averaged.checked=t.mean,this.slider.max=String(i.length-1),this.slider.value=String(Math.
max(0,i.indexOf(t.threshold)))}get choice(){let t=this.thresholds[Number(this.slider.value)];return{heads:this.heads,threshold:t,
mean:this.averaged.checked}}choose(t){this.heads=t,this.onchange()}show(t){let[i]=t.weights.shape;this.count!==i&&(this.
count=i,this.row.replaceChildren(...Array.from({length:i},(n,o)=>this.tile(o)))),[...this.row.children].forEach((n,o)=>{
let s=n,{color:r,ink:h,symbols:l,title:a}=ct(t,o);s.style.setProperty("--head",r),s.style.setProperty("--on-head",h),s.ariaPressed=
String(this.heads.includes(o)),s.lastElementChild.textContent=l,s.title=a}),this.shown.textContent=`${this.choice.threshold}\
 %`,this.slider.ariaValueText=this.shown.textContent}tile(t){let i=()=>this.choose(at(this.heads,t,this.count)),n={type:"\
button",ariaLabel:`Head ${t}`,onclick:()=>this.choose(ht(this.heads,t)),ondblclick:i,onkeydown:o=>{o.key!=="Enter"||!o.shiftKey||
(o.preventDefault(),i())}};return g("button",n,String(t),g("span",{className:"badge"}))}};function ut(e,t,i){if(i(e)<=t)return e;let n=Array.from(new Intl.Segmenter().segment(e),({segment:o})=>o);for(;n.length&&
i(`${n.join("")}…`)>t;)n.pop();return`${n.join("")}…`}function ft(e,t,i=1/0,n=13){return Math.min(i,Math.ceil(Math.max(
0,...e.map(o=>t(o,n)))))}function dt(e,t,i,n=[]){let o=Math.ceil(i/t),s=Array.from({length:e.length},()=>!1),r=[...s.keys()].
sort((h,l)=>e[l]-e[h]||h-l);for(let h of[...n,...r])s.slice(Math.max(0,h-o+1),h+o).includes(!0)||(s[h]=!0);return s}var q={query:"key",key:"query"},N=["query","key"];function x(e,{side:t,at:i},{weights:n}){let[,o,s]=e.weights.shape;return t===
"query"?n.subarray(i*s,(i+1)*s):Float32Array.from({length:o},(r,h)=>n[h*s+i])}function R({side:e,at:t},i){return e==="qu\
ery"?[t,i]:[i,t]}function v({dimmed:e,query:t,key:i},n,o){return e&&!!(t.special[n]||i.special[o])}function I(e,t){return e?.
side===t?.side&&e?.at===t?.at}var K=12,Bt=22,pt=26,Gt=960,_t=500,T=class{constructor(t,i,n){let o=Math.max(t.query.labels.length,t.key.labels.length,1);
this.width=Math.min(i,Gt),this.row=Math.min(Bt,Math.max(900/o,Math.min(K,1400/o))),this.size=this.row>=18?14:this.row>=14?
12:11;let[s,r]=N.map(h=>this.column(h,t[h],t.pair,n));this.query=s,this.key=r,this.left=s.wide+12,this.right=this.width-
r.wide-12,this.height=Math.max(s.bottom,r.bottom)}column(t,{labels:i,segment:n},o,s){let r=[],h=[],l=0,a=t==="query"?"lo\
oks":"is looked at",c=this.width<_t?a:`${a} (${t})`;i.forEach((d,p)=>{(p===0||n[p]!==n[p-1])&&(r.push({y:l+pt/2,text:o?`${"\
AB"[n[p]]} ${c}`:c}),l+=pt),h.push(l+this.row/2),l+=this.row});let u=Math.floor(this.width*.32),f=i.map(d=>ut(d,u,p=>s(p,
this.size))),m=ft([...f,...r.map(({text:d})=>d)],s,1/0,this.size);return{ys:h,headings:r,labels:f,wide:m,bottom:l+4}}nearest(t,i){
let{ys:n}=this[t];if(!n.length)return null;let o=n.reduce((s,r,h)=>Math.abs(r-i)<Math.abs(n[s]-i)?h:s,0);return{side:t,at:o}}hit(t,i,n){
let o=t<this.left+n+4?"query":t>this.right-n-4?"key":null,s=o&&this.nearest(o,i);return s&&Math.abs(this[s.side].ys[s.at]-
i)<=Math.max(this.row/2,6)?s:null}};var Kt=4e3,Vt=.005,F=65535;function mt(e,t,i,n){let o=Math.max(n/100,Xt(Math.max(Jt(t),i*Vt))),s=e.weights.shape[2],[r,h]=[
0,0],l=[];return t.forEach(({weights:a},c)=>{for(let u=0;u<a.length;u+=1){let f=a[u];if(f<o)h+=f;else{r+=f;let[m,d]=[Math.
floor(u/s),u%s];l.push({of:c,query:m,key:d,weight:f,dim:v(e,m,d)})}}}),{links:l,floor:o,hidden:h/(r+h||1)}}function Jt(e){
let t=new Uint32Array(F+1);for(let{weights:n}of e)for(let o=0;o<n.length;o+=1)t[Math.round(n[o]*F)]+=1;let i=F+1;for(let n=Kt;i>
1&&t[i-1]<=n;i-=1)n-=t[i-1];return i>1?i/F:0}function V(e,t,i,n){let o=[];return i.forEach((s,r)=>{x(e,t,s).forEach((h,l)=>{
if(h===0||h<n)return;let[a,c]=R(t,l);o.push({of:r,query:a,key:c,weight:h,dim:v(e,a,c)})})}),o}function J(e){return e.reduce(
(t,{weight:i,dim:n})=>n?t:Math.max(t,i),0)||1}function X(e,t){return Math.min(1,(e/t)**.8)}function Xt(e){let t=10**(Math.
floor(Math.log10(e))-1);return Math.ceil(e/t-1e-9)*t}function gt(e,t,i){let n=i.heads.map(r=>Yt(e,t,r)),o=Qt(e,n),s=Zt(e,i.mean?o.weights:t);return{each:n,mean:o,drawn:i.mean?
[o]:n,top:s}}function Yt({layer:e,theme:t,weights:{shape:i}},n,o){let s=i[1]*i[2];return{name:`L${e}H${o}`,color:t.heads[o%
t.heads.length],weights:n.subarray(o*s,(o+1)*s)}}function Qt({theme:e,weights:{shape:t}},i){let n=new Float32Array(t[1]*
t[2]);for(let s of i)for(let r=0;r<n.length;r+=1)n[r]+=s.weights[r]/i.length;return{name:i.length>1?`mean of ${i.length}\
 heads`:`head ${i[0].name}`,color:e.attention,weights:n}}function Zt(e,t){let[,i,n]=e.weights.shape,o=0;for(let s=0;s<t.
length;s+=1){let r=s%(i*n);t[s]>o&&!v(e,Math.floor(r/n),r%n)&&(o=t[s])}return o||1}function wt(e,t,i,{width:n,font:o,measure:s}){let r=new T(e,n,s),{each:h,mean:l,drawn:a,top:c}=gt(e,t,i),{links:u,floor:f,
hidden:m}=mt(e,a,c,i.threshold),d=Math.min(10*h.length,Math.round((r.right-r.left)*.3)),{threshold:p}=i;return{data:e,columns:r,
each:h,mean:l,drawn:a,top:c,links:u,floor:f,hidden:m,stripWidth:d,threshold:p,font:o,measure:s}}var z=class{constructor(t,i,n,o){this.width=t,this.height=i,this.background=n,this.font=o,this.shapes=[]}line(t,i,n,o,{color:s,
width:r=1,opacity:h=1}){this.shapes.push({kind:"line",x1:t,y1:i,x2:n,y2:o,color:s,width:r,opacity:h})}path(t,{color:i,width:n=1,
opacity:o=1}){this.shapes.push({kind:"path",d:t,color:i,width:n,opacity:o})}rect(t,i,n,o,{color:s,opacity:r=1,outline:h=null}){
this.shapes.push({kind:"rect",x:t,y:i,width:n,height:o,color:s,opacity:r,outline:h})}text(t,i,n,{color:o,size:s=13,anchor:r="\
start",weight:h=400,opacity:l=1}){this.shapes.push({kind:"text",x:t,y:i,text:n,color:o,size:s,anchor:r,weight:h,opacity:l})}image(t,i,n,o,s){
this.shapes.push({kind:"image",x:t,y:i,width:n,height:o,bitmap:s})}};function yt(e,t,i,n){let{columns:o,data:s}=t,{ys:r,headings:h,labels:l,wide:a}=o[i],c=n?.side===i?n.at:null,[u,f]=te(t,i),
{ink:m,faint:d,attention:p}=s.theme;for(let{y:$,text:b}of h)e.text(u,$,b,{color:d,size:12,anchor:f});let w=ee(t,i,n,c);r.
forEach(($,b)=>{if(!w[b])return;let A=b===c,qt=s.dimmed&&s[i].special[b]||c!==null&&!A;if(A){let Q=Math.max(o.row,o.size+
3),Rt=i==="query"?u-a-4:u-4;e.rect(Rt,$-Q/2,a+8,Q,{color:p,opacity:.25})}let Nt=qt&&!A?d:m;e.text(u,$,l[b],{color:Nt,size:o.
size,anchor:f,weight:A?600:400})})}function te({columns:e},t){return t==="query"?[e.left-8,"end"]:[e.right+8,"start"]}function ee({
columns:e,data:t,mean:i},n,o,s){let{length:r}=e[n].ys,h=o&&s===null?x(t,o,i):new Float32Array(r);return dt(h,e.row,K,s===
null?[]:[s])}function xt(e,t){let i=e.toFixed(t),n=Math.abs(e*2**(t+1)%2)===1,o=Number(i.at(-1))%2===1;return(n&&o?(e*(1-Number.EPSILON)).
toFixed(t):i).replace(/^-(?=[0.]*$)/,"")}function Y(e){return e>0&&e<=.005?"<1 %":e>=.995&&e<.9995?">99 %":`${xt(e*100,0)}\
 %`}function D(e){return e>0&&e<5e-4?"<0.1 %":e<.0995?`${xt(e*100,1)} %`:Y(e)}var kt=5;function C({data:e,floor:t,hidden:i}){let n=[];if(i>0){let s=Number((t*100).toPrecision(3));n.push(`Lines under\
 ${s} % hidden: ${Y(i)} of the attention.`)}let o=e.theme.heads.length;return e.weights.shape[0]>o&&n.push(`Colours begi\
n anew after head ${o-1}.`),n.join(" ")}function P(e,{side:t,at:i}){let{labels:n,twice:o,position:s}=e[t];return o[i]?`‘${n[i]}\
’ at position ${s[i]}`:`‘${n[i]}’`}function W({data:e,mean:t},i){let n=x(e,i,t),o=q[i.side],s=[...n.keys()].filter(
a=>n[a]>0).sort((a,c)=>n[c]-n[a]||a-c),r=i.side==="query"?"looks at":"is looked at by",h=s.slice(0,kt).map(a=>`${P(e,{side:o,
at:a})}  ${D(n[a])}`),l=s.slice(kt).reduce((a,c)=>a+n[c],0);return l>0&&i.side==="query"&&h.push(`other tokens  ${D(l)}`),
h.length||h.push("nothing here"),[`${P(e,i)} ${r} (${t.name})`,...h].join(`
`)}function $t({data:e,each:t,mean:i},n,o){let[s,r]=R(n,o.at),h=[...t,...t.length>1?[i]:[]].map(c=>`${c.name}  ${D(x(e,{
side:"query",at:s},c)[r])}`),[l,a]=[P(e,{side:"query",at:s}),P(e,{side:"key",at:r})];return[`${l} → ${a}`,...h].join(`\

`)}var bt=20;function Mt(e,t,i){let{columns:n,data:o,drawn:s,measure:r,threshold:h}=t,{ink:l,faint:a}=o.theme,[c,u]=[8,n.height+
16],f=(d,p)=>{let w=r(d,12,400);c>8&&c+w+14>n.width&&([c,u]=[8,u+bt]),p&&e.rect(c,u-5,10,10,{color:p}),c+=p?14:0,e.text(
c,u,d,{color:l,size:12}),c+=w+12};f(`Layer ${o.layer}`,null);for(let{name:d,color:p}of s)f(d,p);let m=i?h&&`Lines under ${h}\
 % hidden.`:C(t);return m&&e.text(8,u+=bt,m,{color:a,size:12}),u+14}function j(e,t,i=!1){let{columns:n,data:o,drawn:s,each:r,links:h,top:l}=e,a=new z(n.width,n.height,o.theme.background,e.
font);if(t){let c=V(o,t,s,e.threshold/100);Ot(a,e,t,c,J(c)),ie(a,e,t,J(V(o,t,r,0)))}else Ot(a,e,null,h,l);for(let c of N)
yt(a,e,c,t);return i&&(a.height=Mt(a,e,t)),a}function Ot(e,{columns:t,data:i,drawn:n,stripWidth:o},s,r,h){let l=Math.min(
2.5,t.row*.6/n.length),a=f=>s&&s.side!==f?o+4:0,[c,u]=[t.left+a("query"),t.right-a("key")];r.sort((f,m)=>Number(m.dim)-Number(
f.dim)||f.weight-m.weight);for(let{of:f,query:m,key:d,weight:p,dim:w}of r){let $=(f-(n.length-1)/2)*l;e.line(c,t.query.ys[m]+
$,u,t.key.ys[d]+$,{color:w?i.theme.sink:n[f].color,width:Math.max(1,Math.min(2,l)),opacity:X(p,h)*(w?.5:1)})}}function ie(e,{
columns:t,data:i,each:n,stripWidth:o},s,r){let h=q[s.side],l=h==="key"?t.right-o:t.left,[a,c]=[o/n.length,Math.min(14,Math.
max(2,t.row-4))];n.forEach((u,f)=>{x(i,s,u).forEach((m,d)=>{if(m===0)return;let p=t[h].ys[d]-c/2,w={color:u.color,opacity:X(
m,r)};e.rect(l+f*a,p,a-(a>4?1:0),c,w)})})}function vt(e,t){return I(e,t)?null:t}function At(e,t,i){let{side:n,at:o}=i??{side:"query",at:null},{ys:s}=t[n],r=s.length-
1;if(r<0)return;if(e==="Escape")return null;if(e==="ArrowLeft"||e==="ArrowRight")return t.nearest(e==="ArrowLeft"?"query":
"key",s[o??0]);let l=new Map([["ArrowDown",o===null?0:Math.min(o+1,r)],["ArrowUp",o===null?r:Math.max(o-1,0)],["Home",0],
["End",r]]).get(e);return l===void 0?void 0:{side:n,at:l}}function Et({columns:e,stripWidth:t},{side:i,at:n}){return[i===
"query"?e.left:e.right-t,e[i].ys[n]]}var ne=500,St=new WeakMap,H=class e{static of(t){let i=St.get(t)??new e(S.of(t));return St.set(t,i),i}constructor(t){this.
stage=t,this.controls=new L(t.tiles,()=>this.changed()),this.words=g("p",{className:"words",role:"status"}),this.spoken=
g("p",{className:"unseen",role:"status"}),this.data=null,this.latest=null,this.weights=new Float32Array,this.drawing=null,
this.pinned=null,this.focused=null,this.tell=()=>{},this.timer=void 0,t.saves.prepend(this.words),t.stage.after(this.spoken),
t.onresize=()=>this.draw(),t.paper=()=>j(this.drawing,this.pinned,!0),this.listen(t.stage)}listen(t){t.role="application",
t.onpointermove=i=>this.point(this.hit(i),i),t.onpointerleave=()=>this.point(null),t.onclick=i=>this.click(i),t.onkeydown=
i=>this.press(i)}changed(){this.draw(),clearTimeout(this.timer),this.timer=setTimeout(()=>this.tell("choice",this.controls.
choice),ne)}async take({data:t,setStateValue:i}){this.latest=t,this.tell=i;let o=t.weights.deflated===this.data?.weights.
deflated?this.weights:await Z(t.weights);await document.fonts.ready,this.latest===t&&(t.start.asked!==this.data?.start.asked&&
this.controls.set(t),this.data&&Lt(t)!==Lt(this.data)&&(this.pinned=null),Object.assign(this,{data:t,weights:o}),this.draw())}draw(){
let{data:t,stage:i,controls:n}=this;t&&(n.show(t),this.drawing=wt(t,this.weights,n.choice,i),this.focused=null,i.show(j(
this.drawing,null),`${t.name}-layer-${t.layer}`,t.reading),i.stage.dataset.lines=String(this.drawing.links.length),this.
words.textContent=C(this.drawing),this.pin(this.pinned))}hit(t){return this.drawing?this.drawing.columns.hit(...B(t,this.
stage.stage),this.focused?this.drawing.stripWidth:0):null}point(t,i){let{stage:n,drawing:o,pinned:s}=this;if(n.stage.style.
cursor=t?"pointer":"",s||this.focus(t),!o||!i||!t||t.side===s?.side)n.hint(null);else{let r=s?$t(o,s,t):W(o,t);n.hint(r,
...B(i,n.stage),t.side==="query")}}focus(t){!this.drawing||I(t,this.focused)||(this.focused=t,this.stage.over(t?j(this.drawing,
t):null),U(this.stage.stage,"focus",this.placed(t)))}pin(t){this.pinned=t,this.focus(t),U(this.stage.stage,"pinned",this.
placed(t)),this.spoken.textContent=t&&this.drawing?W(this.drawing,t).replaceAll(`
`,", "):"",t||this.stage.hint(null)}placed(t){return t&&this.data&&`${t.side} ${this.data[t.side].position[t.at]}`}click(t){
let i=this.hit(t);i&&(this.pin(vt(this.pinned,i)),this.point(i,t))}press(t){if(!this.drawing||t.ctrlKey||t.metaKey||t.altKey)
return;let i=At(t.key,this.drawing.columns,this.pinned);i!==void 0&&(t.preventDefault(),this.pin(i),i&&this.stage.hint(W(
this.drawing,i),...Et(this.drawing,i),i.side==="query"))}};function Lt({query:e,key:t}){return JSON.stringify([e.labels,
e.position,t.labels,t.position])}function oe(e){H.of(e.parentElement).take(e)}export{oe as default};
