/**
 * The page works without it: the language is switched by the style sheet, and a command is marked whole by one click. It
 * adds a button to copy each command, and tells the browser which language the page is in.
 */
export const script = `(()=>{
const root=document.documentElement;
for(const one of document.querySelectorAll("input[name=language]")){
const told=()=>{if(one.checked){root.lang=one.value;document.title=one.dataset.title}};
one.addEventListener("change",told);told();
}
const made=document.getElementById("copy").content.firstElementChild;
for(const box of document.querySelectorAll(".command")){
const button=made.cloneNode(true);
button.addEventListener("click",async()=>{
const code=box.querySelector("code");
try{await navigator.clipboard.writeText(code.textContent)}
catch{getSelection().selectAllChildren(code);document.execCommand("copy")}
button.classList.add("ok");setTimeout(()=>button.classList.remove("ok"),2000);
});
box.append(button);
}
})()`;

/** SHA-256 of the script, in base64: the only one that the page's own policy lets run. A test computes it again. */
export const scriptHash = "m/8HAGBhcF1dcIqVwXlETkLrIalxNRr8jIysgmFbSL0=";
