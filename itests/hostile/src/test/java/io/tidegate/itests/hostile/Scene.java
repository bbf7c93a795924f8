package io.tidegate.itests.hostile;

import io.tidegate.itests.harness.Gateway;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a row is walked: a gateway and a version. Every station that it hands out is one that has
 * not been there before, so that no row meets what another one left; in very long runs one that was
 * there long ago.
 */
final class Scene {
  private final Gateway gateway;
  private final Version version;
  private final AtomicInteger identities;

  Scene(Gateway gateway, Version version, AtomicInteger identities) {
    this.gateway = gateway;
    this.version = version;
    this.identities = identities;
  }

  Gateway gateway() {
    return gateway;
  }

  Version version() {
    return version;
  }

  int port() {
    return gateway.home().ocppPort();
  }

  /**
   * Identity of a station of the site file that nobody has used, or not for long; the first hundred
   * are never given twice.
   */
  String identity() {
    int number = identities.getAndIncrement();
    int reused = HostileSite.STATIONS - Reporters.COUNT;
    return HostileSite.identity(
        number < HostileSite.STATIONS
            ? number
            : Reporters.COUNT + (number - HostileSite.STATIONS) % reused);
  }

  /** A source address that nobody has come from, for limits that count by address. */
  String source() {
    int number = identities.getAndIncrement();
    return "127.1." + number / 250 + "." + (number % 250 + 1);
  }

  /** A socket, nothing said yet. */
  Attacker socket() throws IOException {
    return new Attacker(port());
  }

  HostileStation station(String identity) throws IOException {
    return new HostileStation(port(), "127.0.0.1", 0, version, identity);
  }

  /** A new station with its WebSocket open. */
  HostileStation open() throws IOException {
    return station(identity()).open();
  }

  /** A new station that is accepted. */
  HostileStation booted() throws IOException {
    return open().boot();
  }
}
