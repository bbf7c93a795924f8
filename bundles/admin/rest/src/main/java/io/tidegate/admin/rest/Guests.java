package io.tidegate.admin.rest;

import io.tidegate.api.operation.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes that other bundles bring, as they are in the container now. Thread-safe. */
final class Guests {
  private static final String PATHS = "\"paths\": {";
  private static final Logger LOG = LoggerFactory.getLogger(Guests.class);
  private final Supplier<List<Endpoint>> endpoints;

  Guests(Supplier<List<Endpoint>> endpoints) {
    this.endpoints = endpoints;
  }

  List<Router.Route> routes() {
    List<Router.Route> routes = new ArrayList<>();
    for (Endpoint endpoint : endpoints.get()) {
      for (String route : endpoint.routes()) {
        int space = route.indexOf(' ');
        routes.add(
            new Router.Route(
                route.substring(0, space),
                route.substring(space + 1),
                false,
                exchange -> {
                  check(endpoint, route, exchange);
                  answer(endpoint, route, exchange);
                }));
      }
    }
    return routes;
  }

  /** Of what a guest does not describe itself, nothing is known to be wrong. */
  private static void check(Endpoint endpoint, String route, Exchange exchange) {
    if (exchange.request().getQueryString() == null) {
      return;
    }
    try {
      QueryParameters.of("{" + endpoint.description() + "}").check(exchange.request(), route);
    } catch (IOException e) {
      LOG.warn("rest: the description of {} is not JSON", route, e);
    }
  }

  private static void answer(Endpoint endpoint, String route, Exchange exchange)
      throws IOException {
    Endpoint.Reply reply;
    try {
      reply = endpoint.answer(new Asked(route, exchange));
    } catch (Endpoint.Refusal e) {
      throw new ApiException(e.status(), e.code(), e.getMessage(), e.field());
    }
    // gathered up to a bound, so that what fails early is still told as an error
    try (Gathering out = new Gathering(exchange, reply)) {
      reply.content().write(out);
      out.done();
    }
  }

  /** The description of the API with what the guests say of theirs. */
  byte[] describe(byte[] own) {
    StringBuilder more = new StringBuilder();
    for (Endpoint endpoint : endpoints.get()) {
      more.append(endpoint.description().strip()).append(",\n");
    }
    String text = new String(own, StandardCharsets.UTF_8);
    int at = text.indexOf(PATHS) + PATHS.length();
    return (text.substring(0, at) + '\n' + more + text.substring(at))
        .getBytes(StandardCharsets.UTF_8);
  }

  private record Asked(String route, Exchange exchange) implements Endpoint.Query {
    @Override
    public List<String> variables() {
      return exchange.variable().isEmpty() ? List.of() : List.of(exchange.variable().split("/"));
    }

    @Override
    public Optional<String> parameter(String name) {
      return Optional.ofNullable(exchange.request().getParameter(name));
    }

    @Override
    public String json() {
      try {
        return exchange.text();
      } catch (ApiException e) {
        throw new Endpoint.Refusal(e.status(), e.code(), e.getMessage(), e.field());
      }
    }

    @Override
    public String type() {
      String type = exchange.request().getContentType();
      return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public InputStream body() throws IOException {
      return exchange.request().getInputStream();
    }
  }

  /** Sends small answers whole and long ones as they come. */
  private static final class Gathering extends OutputStream {
    private static final int MOST = 64 * 1024;
    private final Exchange exchange;
    private final Endpoint.Reply reply;
    private ByteArrayOutputStream held = new ByteArrayOutputStream();
    private OutputStream out;

    Gathering(Exchange exchange, Endpoint.Reply reply) {
      this.exchange = exchange;
      this.reply = reply;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (out == null && held.size() + length <= MOST) {
        held.write(bytes, offset, length);
        return;
      }
      if (out == null) {
        exchange.response().setStatus(reply.status());
        exchange.response().setContentType(reply.type());
        out = exchange.response().getOutputStream();
        held.writeTo(out);
        held = null;
      }
      out.write(bytes, offset, length);
    }

    void done() throws IOException {
      if (out == null) {
        exchange.send(reply.status(), reply.type(), held.toByteArray());
      }
    }
  }
}
