package io.tidegate.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A management system above the gateway, over sockets of its own: it answers what stations say,
 * keeps every frame, asks what a test wants it to ask, and may be killed and come back.
 */
public final class Csms implements AutoCloseable {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int PATIENCE_S = 20;

  private final int port;
  private final List<Said> said = new CopyOnWriteArrayList<>();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private volatile Voice voice = (station, action, payload) -> usual(action);
  private ServerSocket server;

  /** A request of a station's as it came. */
  public record Said(String station, String text, String action, JsonNode payload) {}

  /** What it answers: a payload; null for silence. */
  public interface Voice {
    String answer(String station, String action, JsonNode payload);
  }

  /** On a free port of loopback. */
  public Csms() throws IOException {
    port = Home.freePorts(1)[0];
    start();
  }

  /** Listens again. */
  public void start() throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    ServerSocket listening = server;
    daemon("csms", () -> accept(listening));
  }

  /** Nothing listens any more, and every socket ends. */
  public void kill() throws IOException {
    server.close();
    for (Session session : List.copyOf(sessions.values())) {
      session.socket.close();
    }
    sessions.clear();
  }

  public String url() {
    return "ws://127.0.0.1:" + port + "/ocpp/";
  }

  public void voice(Voice newer) {
    voice = newer;
  }

  /** What a system that agrees to everything says. */
  public static String usual(String action) {
    return switch (action) {
      case "BootNotification" ->
          "{\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":3600,\"status\":\"Accepted\"}";
      case "Heartbeat" -> "{\"currentTime\":\"2026-01-01T00:00:00Z\"}";
      case "StartTransaction" -> "{\"transactionId\":7001,\"idTagInfo\":{\"status\":\"Accepted\"}}";
      case "Authorize" ->
          "{\"idTokenInfo\":{\"status\":\"Accepted\"},\"idTagInfo\":{\"status\":\"Accepted\"}}";
      default -> "{}";
    };
  }

  /** All requests of stations so far. */
  public List<Said> said() {
    return List.copyOf(said);
  }

  /** Those of one station with that action. */
  public List<Said> said(String station, String action) {
    return said.stream()
        .filter(s -> s.station().equals(station) && s.action().equals(action))
        .toList();
  }

  public boolean connected(String station) {
    return sessions.containsKey(station);
  }

  /** Asks a station something; the whole frame of its answer. */
  public JsonNode ask(String station, String action, String payload)
      throws IOException, InterruptedException {
    String id = "csms-" + System.nanoTime();
    return say(station, id, "[2,\"" + id + "\",\"" + action + "\"," + payload + "]");
  }

  /** Says a frame; the whole frame that answers it. */
  public JsonNode say(String station, String id, String frame)
      throws IOException, InterruptedException {
    Session session = sessions.get(station);
    if (session == null) {
      throw new AssertionError(station + " is not connected to the management system");
    }
    session.write(TEXT, frame.getBytes(StandardCharsets.UTF_8));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (true) {
      JsonNode answer =
          session.answers.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (answer == null) {
        throw new AssertionError("no answer to " + frame);
      }
      if (answer.path(1).asText().equals(id)) {
        return answer;
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Socket socket = listening.accept();
        daemon("csms-session", () -> serve(socket));
      }
    } catch (IOException e) {
      // it is killed
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Session session = new Session(socket);
      session.open();
      sessions.put(session.station, session);
      try {
        session.read();
      } finally {
        sessions.remove(session.station, session);
      }
    } catch (EOFException | SocketException e) {
      // the gateway, or the test, has ended it
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    kill();
  }

  private final class Session {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private String station = "";

    Session(Socket socket) throws IOException {
      this.socket = socket;
      in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
      out = socket.getOutputStream();
    }

    void open() throws IOException {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.readUnsignedByte());
      }
      String path = head.substring(4, head.indexOf(" HTTP"));
      station = path.substring(path.lastIndexOf('/') + 1);
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Protocol: "
                  + header(head, "sec-websocket-protocol")
                  + "\r\nSec-WebSocket-Accept: "
                  + accept(header(head, "sec-websocket-key"))
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    private String header(CharSequence head, String name) {
      return head.toString()
          .lines()
          .filter(l -> l.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
          .map(l -> l.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }

    private String accept(String key) {
      try {
        MessageDigest sha = MessageDigest.getInstance("SHA-1");
        byte[] hash = sha.digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(hash);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    void read() throws IOException {
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0F;
        int length = in.readUnsignedByte() & 0x7F;
        length =
            length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
        byte[] mask = new byte[4];
        in.readFully(mask);
        byte[] payload = new byte[length];
        in.readFully(payload);
        for (int i = 0; i < length; i++) {
          payload[i] ^= mask[i & 3];
        }
        if (opcode == TEXT) {
          heard(new String(payload, StandardCharsets.UTF_8));
        } else if (opcode == PING) {
          write(PONG, payload);
        } else if (opcode == CLOSE) {
          write(CLOSE, payload);
          return;
        }
      }
    }

    private void heard(String text) throws IOException {
      JsonNode frame = JSON.readTree(text);
      if (frame.path(0).asInt() != 2) {
        answers.add(frame);
        return;
      }
      String action = frame.path(2).asText();
      said.add(new Said(station, text, action, frame.path(3)));
      String answer = voice.answer(station, action, frame.path(3));
      if (answer != null) {
        String whole = "[3,\"" + frame.path(1).asText() + "\"," + answer + "]";
        write(TEXT, whole.getBytes(StandardCharsets.UTF_8));
      }
    }

    synchronized void write(int opcode, byte[] payload) throws IOException {
      java.io.ByteArrayOutputStream frame = new java.io.ByteArrayOutputStream();
      frame.write(0x80 | opcode);
      if (payload.length < 126) {
        frame.write(payload.length);
      } else if (payload.length <= 0xFFFF) {
        frame.write(126);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
      } else {
        frame.write(127);
        frame.write(java.nio.ByteBuffer.allocate(8).putLong(payload.length).array());
      }
      frame.write(payload);
      out.write(frame.toByteArray());
      out.flush();
    }
  }
}
