package io.tidegate.admin.updates.fetch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Serves one file with ranges and an entity tag, and does something else first when told to. */
final class FaultyServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Fault> faults = new ArrayDeque<>();
  final List<Headers> requests = new CopyOnWriteArrayList<>();

  /** Who has come over TLS, a request each. */
  final List<String> peers = new CopyOnWriteArrayList<>();

  volatile byte[] file;
  volatile String etag = "\"one\"";
  volatile Fault always;

  /** Answers instead. */
  interface Fault {
    void answer(HttpExchange exchange, FaultyServer server) throws IOException;
  }

  FaultyServer(byte[] file) throws IOException {
    this(file, null);
  }

  FaultyServer(byte[] file, SSLContext tls) throws IOException {
    this(file, tls, null);
  }

  /**
   * @param asks what it asks of those who come
   */
  FaultyServer(byte[] file, SSLContext tls, SSLParameters asks) throws IOException {
    this.file = file;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    if (tls == null) {
      server = HttpServer.create(address, 0);
    } else {
      HttpsServer secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(
          new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
              parameters.setSSLParameters(asks == null ? tls.getDefaultSSLParameters() : asks);
            }
          });
      server = secure;
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create(
        (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port() + "/r.dp");
  }

  int port() {
    return server.getAddress().getPort();
  }

  FaultyServer first(Fault... before) {
    faults.addAll(Arrays.asList(before));
    return this;
  }

  private void handle(HttpExchange exchange) {
    requests.add(exchange.getRequestHeaders());
    if (exchange instanceof HttpsExchange secure) {
      peers.add(peer(secure));
    }
    try (exchange) {
      Fault fault;
      synchronized (faults) {
        fault = faults.isEmpty() ? always : faults.poll();
      }
      if (fault == null) {
        serve(exchange, Integer.MAX_VALUE);
      } else {
        fault.answer(exchange, this);
      }
    } catch (IOException e) {
      // it is what a client that goes away looks like, or a fault
    }
  }

  private static String peer(HttpsExchange exchange) {
    try {
      return exchange.getSSLSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "nobody";
    }
  }

  /** The right answer, cut off after so many bytes of its body. */
  void serve(HttpExchange exchange, int most) throws IOException {
    int from = from(exchange);
    Headers answer = exchange.getResponseHeaders();
    if (!etag.isEmpty()) {
      answer.set("ETag", etag);
    }
    if (from > 0) {
      answer.set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
    OutputStream out = exchange.getResponseBody();
    out.write(file, from, Math.min(most, file.length - from));
    out.flush();
    exchange.close();
  }

  private int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    Matcher matcher = RANGE.matcher(String.valueOf(range));
    boolean same = condition == null || condition.equals(etag);
    return matcher.matches() && same ? Integer.parseInt(matcher.group(1)) : 0;
  }

  static Fault cutAfter(int bytes) {
    return (exchange, server) -> server.serve(exchange, bytes);
  }

  static Fault status(int status, String... headers) {
    return (exchange, server) -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  static Fault body(int status, byte[] body, String... headers) {
    return (exchange, server) -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
