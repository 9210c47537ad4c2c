// Begins the map page, and says so when it cannot.
import { MapApp } from "./map/app";
import { h, byId } from "./shared/dom";
import { readWords, t } from "./shared/words";

readWords();
const loading = byId("laadt");
loading.hidden = false;

new MapApp().begin().catch((cause: unknown) => {
  console.error(cause);
  const again = h("button", { type: "button", class: "button" }, t("map.again"));
  again.addEventListener("click", () => location.reload());
  byId("toestand").replaceChildren(h("div", { class: "map-failed", role: "alert" },
    h("strong", {}, t("map.failed")), h("p", {}, t(navigator.onLine ? "map.failedText" : "map.offlineText")), again));
});

// Offline the map on screen goes on working; only other years and places wait.
const offline = h("p", { class: "map-offline", role: "status" });
byId("toestand").after(offline);
const online = () => {
  offline.textContent = navigator.onLine ? "" : t("map.offline");
};
window.addEventListener("online", online);
window.addEventListener("offline", online);
online();
