package io.tidegate.charging.ocpp.operations;

import io.tidegate.charging.ocpp.operations.Tickets.Ticket;
import java.util.function.Supplier;

/**
 * Gives files a place under which stations find them. The server, and with it its library, comes
 * with the first of them. Thread-safe.
 */
final class FileDesk implements AutoCloseable {
  private final Tickets tickets;
  private final Supplier<FileServer> maker;
  private FileServer server;
  private boolean closed;

  FileDesk(Tickets tickets, Supplier<FileServer> maker) {
    this.tickets = tickets;
    this.maker = maker;
  }

  /** Where a file can be fetched or put. */
  record Place(String token, String url) {}

  /**
   * A place for a file.
   *
   * @param name last segment of the URL, for the station's eyes; no slash
   */
  Place offer(Ticket ticket, String name) {
    String base = server().url("");
    String token = tickets.issue(ticket);
    return new Place(token, base + token + '/' + name);
  }

  private synchronized FileServer server() {
    if (server == null) {
      server = maker.get();
      if (closed) {
        server.close();
      }
    }
    return server;
  }

  /** After a restart. */
  void restore(String token, Ticket ticket) {
    tickets.restore(token, ticket);
    server().url("");
  }

  void withdraw(String token) {
    tickets.revoke(token);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (server != null) {
      server.close();
    }
  }
}
