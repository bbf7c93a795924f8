package io.tidegate.sim.ev.bays;

import io.tidegate.sim.board.ChannelSpec;
import io.tidegate.sim.board.SimulatedBoard;
import io.tidegate.sim.board.SimulatedEvse;
import io.tidegate.sim.ev.BoardPlug;
import io.tidegate.sim.ev.Endpoint;
import io.tidegate.sim.ev.Plug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Bays with EVSEs of a gateway's own on the loopback interface, first those of direct, then those
 * of alternating current. Any thread.
 */
public final class Bays implements AutoCloseable {
  private static final int DC_KW = 50;
  private static final int DC_A = 125;
  private static final int AC_KW = 11;
  private static final int AC_A = 16;
  private static final int PER_BOARD = 50;

  /** Boards and gateway share a machine that has other work. */
  private static final String PATIENT_UNIT = "silenceMs = 2000\ncontactorMs = 3000\n";

  /** On a busy machine handshakes take their time. */
  private static final String PATIENT_DOOR = "setup.timeout.ms = 120000\n";

  private static final String PATIENT_BOARD = "\nsilenceMs = 5000\nholdMs = 5000\nackMs = 1000\n";

  private final String prefix;
  private final int direct;
  private final int perBoard;
  private final int[] doors;
  private final List<String> ifaces;
  private final List<SimulatedBoard> boards = new ArrayList<>();
  private final VehiclePki pki;
  private final VehiclePki olderPki;

  /**
   * With boards that wait for a gateway.
   *
   * @param prefix of the EVSEs' ids, e.g. {@code E}: E01, E02 …
   * @param doors UDP ports of the search, one an EVSE
   * @param direct how many of them have direct current
   */
  public Bays(String prefix, int[] doors, int direct) throws IOException, GeneralSecurityException {
    this(prefix, "lo", doors, direct);
  }

  /**
   * The same at another network interface of the gateway's.
   *
   * @param iface its name
   */
  public Bays(String prefix, String iface, int[] doors, int direct)
      throws IOException, GeneralSecurityException {
    this(prefix, iface, doors, direct, PER_BOARD);
  }

  /**
   * The same with several boards.
   *
   * @param perBoard EVSEs that share one
   */
  public Bays(String prefix, String iface, int[] doors, int direct, int perBoard)
      throws IOException, GeneralSecurityException {
    this(prefix, Collections.nCopies(doors.length, iface), doors, direct, perBoard);
  }

  /**
   * The same, each EVSE at a network interface of its own.
   *
   * @param ifaces their names, one an EVSE
   */
  public Bays(String prefix, List<String> ifaces, int[] doors, int direct)
      throws IOException, GeneralSecurityException {
    this(prefix, ifaces, doors, direct, PER_BOARD);
  }

  private Bays(String prefix, List<String> ifaces, int[] doors, int direct, int perBoard)
      throws IOException, GeneralSecurityException {
    this.perBoard = perBoard;
    this.prefix = prefix;
    this.ifaces = List.copyOf(ifaces);
    this.doors = doors.clone();
    this.direct = direct;
    this.pki = new VehiclePki("secp521r1");
    this.olderPki = new VehiclePki("secp256r1");
    for (int first = 0; first < doors.length; first += perBoard) {
      List<ChannelSpec> channels = new ArrayList<>();
      for (int i = first; i < Math.min(doors.length, first + perBoard); i++) {
        channels.add(i < direct ? ChannelSpec.dc(DC_A, DC_KW * 1_000) : ChannelSpec.ac(3));
      }
      boards.add(new SimulatedBoard(channels));
    }
  }

  /** The id of an EVSE, from 0. */
  public String id(int index) {
    return String.format(Locale.ROOT, "%s%02d", prefix, index + 1);
  }

  public int count() {
    return doors.length;
  }

  /** Certificates of everybody in ISO 15118-20. */
  public VehiclePki pki() {
    return pki;
  }

  /** Certificates of everybody in ISO 15118-2. */
  public VehiclePki olderPki() {
    return olderPki;
  }

  /** What a test can break. */
  public SimulatedEvse evse(int index) {
    return boards.get(index / perBoard).evse(index % perBoard);
  }

  public SimulatedBoard board(int index) {
    return boards.get(index / perBoard);
  }

  /** The vehicle's end. */
  public Plug plug(int index) {
    return index < direct ? BoardPlug.direct(evse(index)) : BoardPlug.alternating(evse(index), 3);
  }

  /** Where a vehicle at an EVSE finds its station. */
  public Endpoint door(int index) {
    return Endpoint.search(ifaces.get(index), doors[index], true);
  }

  /** The same, from a vehicle's own network, in which the interface has another name. */
  public Endpoint door(int index, String iface) {
    return Endpoint.search(iface, doors[index], true);
  }

  /** What flows into all vehicles together, W. */
  public double powerW() {
    double sum = 0;
    for (int i = 0; i < doors.length; i++) {
      sum += evse(i).powerW();
    }
    return sum;
  }

  /**
   * The stations for a site file, below {@code stations:}.
   *
   * @param node that they hang from
   * @param mostKw of an EVSE in either direction, where its hardware is good for more
   */
  public String stations(String node, double mostKw) {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < doors.length; i++) {
      double kilowatts = Math.min(mostKw, i < direct ? DC_KW : AC_KW);
      yaml.append(
          String.format(
              Locale.ROOT,
              """
                - id: OWN-%s
                  discharge: iso15118
                  setpointInterval: 0s
                  evses:
                    - {id: %s, number: 1, node: %s, phases: L123, maxChargeKw: %.1f, maxDischargeKw: %.1f, minChargeA: %d, minDischargeA: %d, safeShareKw: 4.2, dwellS: 0}
              """,
              id(i),
              id(i),
              node,
              kilowatts,
              kilowatts,
              i < direct ? 1 : 6,
              i < direct ? 1 : 6));
    }
    return yaml.toString();
  }

  /** Writes configuration and keys into a gateway's home. */
  public void configure(Path home) throws IOException, GeneralSecurityException {
    Path config = Files.createDirectories(home.resolve("config"));
    StringBuilder where = new StringBuilder();
    for (int i = 0; i < doors.length; i++) {
      String id = id(i);
      where
          .append(i == 0 ? "" : ", ")
          .append(id)
          .append('@')
          .append(ifaces.get(i))
          .append(':')
          .append(doors[i]);
      write(config, "hardware.control.pilot~" + id, "name = " + id + ".pilot\n");
      String energy =
          i < direct
              ? String.format(
                  Locale.ROOT,
                  "energy = dc%nmaxChargeA = %d%nmaxDischargeA = %d%nmaxChargeKw = %d%nmaxDischargeKw = %d%n",
                  DC_A,
                  DC_A,
                  DC_KW,
                  DC_KW)
              : String.format(
                  Locale.ROOT,
                  "energy = ac%nphases = 3%nmaxChargeA = %d%nmaxDischargeA = %d%n",
                  AC_A,
                  AC_A);
      write(
          config,
          "charging.secc~" + id,
          "evse = " + id + "\nauthorisation = any\n" + energy + PATIENT_UNIT);
    }
    for (int b = 0; b < boards.size(); b++) {
      StringBuilder names = new StringBuilder();
      for (int i = b * perBoard; i < Math.min(doors.length, (b + 1) * perBoard); i++) {
        names.append(names.isEmpty() ? "" : ", ").append(id(i));
      }
      String port = "tcp:127.0.0.1:" + boards.get(b).port();
      write(
          config,
          "hardware.charger.board~" + prefix + b,
          "name = " + prefix + b + "\nport = " + port + "\nevses = " + names + PATIENT_BOARD);
    }
    write(
        config,
        "charging.v2gtp.transport",
        "doors = "
            + where
            + "\ntls = required\ntls.keystore = config/keys/secc.pem, config/keys/secc-2.pem\n"
            + "tls.truststore = config/keys/oem.pem\n"
            + PATIENT_DOOR);
    Path keys = Files.createDirectories(config.resolve("keys"));
    secret(keys.resolve("secc.pem"), pki.station("DETDGE1"));
    Files.writeString(keys.resolve("oem.pem"), pki.vehicleRoots());
    secret(keys.resolve("secc-2.pem"), olderPki.station("DETDGE1"));
    Files.writeString(keys.resolve("mo.pem"), pki.contractRoots() + olderPki.contractRoots());
  }

  private static void secret(Path file, String pem) throws IOException {
    Files.writeString(file, pem);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static void write(Path config, String pid, String text) throws IOException {
    Files.writeString(config.resolve("io.tidegate." + pid + ".cfg"), text);
  }

  @Override
  public void close() {
    boards.forEach(SimulatedBoard::close);
  }
}
