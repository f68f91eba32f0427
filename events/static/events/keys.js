// The key of something new follows its name until somebody types a key.
"use strict";

(() => {
  // "Order placed" is order_placed; a name in another script gives no key, and one is typed.
  function keyOf(name) {
    const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return plain.replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+|_+$/g, "").slice(0, 64);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const name = document.querySelector('#content-main form [name="name"]');
    const key = document.querySelector('#content-main form [name="key"]');
    if (!name || !key || key.value) return;
    let isFollowing = true;
    key.addEventListener("input", () => {
      isFollowing = key.value === "";
    });
    name.addEventListener("input", () => {
      if (isFollowing) key.value = keyOf(name.value);
    });
  });
})();
