package io.tidegate.charging.v2gtp.transport;

record TlsKeys() {}
