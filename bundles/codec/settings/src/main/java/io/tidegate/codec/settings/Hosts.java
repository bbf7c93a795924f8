package io.tidegate.codec.settings;

import java.util.Locale;

/** What is to be known of a host by its name alone. */
public final class Hosts {
  private Hosts() {}

  /**
   * Whether what is sent there stays in this machine, so that it need not be encrypted. Nothing is
   * looked up: a name that only resolves to such an address is none.
   *
   * @param host as in an address, IPv6 with or without brackets
   */
  public static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.matches("127(?:\\.[0-9]{1,3}){3}")
        || name.equals("::1")
        || name.equals("[::1]");
  }
}
