package io.tidegate.itests.system;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A station's WebSocket over a socket of its own: plain, or TLS as the test wants it. */
final class SocketStation implements AutoCloseable {
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int TIMEOUT_MS = 20_000;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private SocketStation(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MS);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /** Connects; with TLS when a context is given. */
  static SocketStation open(int port, SSLContext tls) throws IOException {
    Socket socket =
        tls == null
            ? new Socket(InetAddress.getLoopbackAddress(), port)
            : tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    return new SocketStation(socket);
  }

  /** The gateway's certificate. */
  X509Certificate shown() throws IOException {
    return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
  }

  /**
   * Asks for the WebSocket.
   *
   * @param password empty for none
   * @return the HTTP status; 101 when it is open
   */
  int upgrade(String identity, String password) throws IOException {
    String login = Base64.getEncoder().encodeToString((identity + ":" + password).getBytes());
    String request =
        "GET /"
            + identity
            + " HTTP/1.1\r\nHost: gateway\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n"
            + "Sec-WebSocket-Protocol: ocpp2.0.1\r\n"
            + (password.isEmpty() ? "" : "Authorization: Basic " + login + "\r\n")
            + "\r\n";
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed during the upgrade");
      }
      head.append((char) next);
    }
    return Integer.parseInt(head.substring(9, 12));
  }

  /** True when the gateway answers a ping: the connection lives. */
  boolean alive() throws IOException {
    frame(PING, new byte[0]);
    return await(PONG) != null;
  }

  void say(String text) throws IOException {
    frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The next message. */
  String next() throws IOException {
    byte[] payload = await(TEXT);
    if (payload == null) {
      throw new EOFException("closed by the gateway");
    }
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** The answer with that id. */
  String answer(String id) throws IOException {
    while (true) {
      String text = next();
      if (text.contains('"' + id + '"')) {
        return text;
      }
    }
  }

  /** The code that the gateway closes with. */
  int closeCode() throws IOException {
    byte[] payload = await(CLOSE);
    return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
  }

  /** The next frame of that kind; null when it is closed before. */
  private byte[] await(int opcode) throws IOException {
    while (true) {
      int first = in.read();
      if (first < 0) {
        return null;
      }
      int length = in.readUnsignedByte() & 0x7F;
      byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
      in.readFully(payload);
      if ((first & 0x0F) == opcode) {
        return payload;
      }
      if ((first & 0x0F) == CLOSE) {
        return null;
      }
    }
  }

  private void frame(int opcode, byte[] payload) throws IOException {
    int length = payload.length;
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    bytes.write(0x80 | opcode);
    if (length < 126) {
      bytes.write(0x80 | length);
    } else {
      bytes.write(0x80 | 126);
      bytes.write(length >> 8);
      bytes.write(length);
    }
    bytes.write(new byte[4]); // a mask of zeros
    bytes.write(payload);
    out.write(bytes.toByteArray());
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
