/** Compression of WebSocket messages (permessage-deflate, RFC 7692). */
package io.tidegate.codec.websocket.deflate;
