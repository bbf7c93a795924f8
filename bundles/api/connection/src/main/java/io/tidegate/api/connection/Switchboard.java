package io.tidegate.api.connection;

import java.util.List;

/**
 * The transport's view of its connections, for operators and tests. A service of the transport; any
 * thread.
 */
public interface Switchboard {

  /**
   * Address and port that are listened on, e.g. {@code ws://127.0.0.1:9000/}; empty while they are
   * not.
   */
  String listening();

  List<Line> lines();

  /**
   * A connection.
   *
   * @param dialect symbolic name and version of the bundle that speaks on it; empty while none is
   *     bound
   * @param inboundWaiting messages in the mailbox
   * @param outboundWaiting calls waiting
   */
  record Line(
      Peer peer,
      String dialect,
      int inboundWaiting,
      int outboundWaiting,
      long received,
      long sent) {}
}
