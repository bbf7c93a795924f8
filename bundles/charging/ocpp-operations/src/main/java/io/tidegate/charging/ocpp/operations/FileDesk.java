package io.tidegate.charging.ocpp.operations;

import io.tidegate.charging.ocpp.operations.Tickets.Ticket;

/** Gives files a place under which stations find them. Thread-safe. */
final class FileDesk implements AutoCloseable {
  private final Tickets tickets;
  private final FileServer server;

  FileDesk(Tickets tickets, FileServer server) {
    this.tickets = tickets;
    this.server = server;
  }

  /** Where a file can be fetched or put. */
  record Place(String token, String url) {}

  /**
   * A place for a file.
   *
   * @param name last segment of the URL, for the station's eyes; no slash
   */
  Place offer(Ticket ticket, String name) {
    String base = server.url("");
    String token = tickets.issue(ticket);
    return new Place(token, base + token + '/' + name);
  }

  /** After a restart. */
  void restore(String token, Ticket ticket) {
    tickets.restore(token, ticket);
    server.url("");
  }

  void withdraw(String token) {
    tickets.revoke(token);
  }

  @Override
  public void close() {
    server.close();
  }
}
