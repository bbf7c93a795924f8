package io.tidegate.charging.v2gtp.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.tidegate.api.vehicle.EvseUnit;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehiclePeer.TlsSession;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.sap.SapExi;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolReq;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolRes;
import io.tidegate.codec.v2gtp.PayloadType;
import io.tidegate.codec.v2gtp.V2gtp;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection, from the first byte on. It has to have agreed on a protocol and had its first
 * answer within the time for communication setup; from the agreement on, its frames are the {@link
 * Line}'s. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class Visitor {
  private static final Logger LOG = LoggerFactory.getLogger(Visitor.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long LINGER_MS = 1000;
  private static final int ENTROPY = 64;

  private final Door door;
  private final Channel channel;
  private final Shared shared;
  private final FrameReader frames;
  private final long number;
  private final ScheduledFuture<?> setup;
  private Optional<TlsSession> tls = Optional.empty();
  private Line line;
  private boolean leaving;

  Visitor(Door door, Channel channel, Shared shared) {
    this.door = door;
    this.channel = channel;
    this.shared = shared;
    this.number = shared.numbers().incrementAndGet();
    TransportConfig config = shared.config().get();
    this.frames = new FrameReader(this, config.limits().messageBytes());
    this.setup =
        channel
            .eventLoop()
            .schedule(this::late, config.timing().setupNanos(), TimeUnit.NANOSECONDS);
  }

  FrameReader frames() {
    return frames;
  }

  /** The handshake of TLS is done. */
  void secured(TlsSession session) {
    tls = Optional.of(session);
    LOG.info("{}: {} {}", label(), session.version(), session.suite());
  }

  private void late() {
    String sentence =
        "no session within "
            + TimeUnit.NANOSECONDS.toMillis(shared.config().get().timing().setupNanos())
            + " ms";
    if (line == null) {
      door.budget().warn("{} {}: {}", Codes.HANDSHAKE_TIMEOUT, label(), sentence);
      leave();
    } else {
      line.shut(Codes.HANDSHAKE_TIMEOUT, sentence);
    }
  }

  /** The dialect has answered for the first time. */
  void settled() {
    setup.cancel(false);
  }

  void received(V2gtp.Frame frame) {
    if (line != null) {
      line.received(frame);
    } else if (!leaving) {
      agree(frame);
    }
  }

  private void agree(V2gtp.Frame frame) {
    if (frame.payloadType() != PayloadType.SAP) {
      cut(String.format("payload type %04x before the handshake", frame.payloadType()));
      return;
    }
    try {
      if (SapExi.SET.decode(frame.payload()) instanceof SupportedAppProtocolReq request) {
        agree(request);
      } else {
        cut("an answer to a handshake that nobody asked for");
      }
    } catch (ExiException e) {
      cut("unreadable handshake: " + e.getMessage());
    }
  }

  private void agree(SupportedAppProtocolReq request) {
    EvseUnit unit = door.unit().orElse(null);
    Optional<Sap.Agreed> agreed =
        unit == null
            ? Optional.empty()
            : Sap.agree(
                request,
                shared.rack(),
                unit.rating(),
                new Sap.Footing(tls, shared.config().get().labPlain()));
    if (agreed.isEmpty() || !door.admits(remote(), tls)) {
      door.budget()
          .warn(
              "{}: nothing in common with {}{}",
              label(),
              Sap.offered(request),
              unit == null ? ", the EVSE is not there" : tls.isEmpty() ? " without TLS" : "");
      write(Sap.failed());
      leave();
      return;
    }
    begin(unit, agreed.get());
  }

  private void begin(EvseUnit unit, Sap.Agreed agreed) {
    byte[] entropy = new byte[ENTROPY];
    RANDOM.nextBytes(entropy);
    VehiclePeer peer =
        new VehiclePeer(
            door.evse(),
            number,
            agreed.protocol(),
            agreed.schemaId(),
            remote().getAddress().getHostAddress() + " " + remote().getPort(),
            tls,
            entropy);
    LOG.info(
        "{} from {} speaks {}{}",
        label(),
        peer.remote(),
        agreed.protocol().namespace(),
        tls.isEmpty() ? " without TLS" : "");
    line = new Line(peer, unit, this, shared);
    door.enter(line, this);
    line.watch();
    write(agreed.response());
    line.begin();
  }

  private void write(SupportedAppProtocolRes response) {
    send(PayloadType.SAP, SapExi.SET.encode(response));
  }

  void send(int payloadType, byte[] message) {
    channel.writeAndFlush(Unpooled.wrappedBuffer(V2gtp.frame(payloadType, message)));
    if (!channel.isWritable()) {
      LOG.warn("{} does not read: dropped", label());
      channel.close();
    }
  }

  /** What came is no conversation. */
  void cut(String why) {
    if (line != null) {
      line.shut("", why);
    } else if (!leaving) {
      door.budget().warn("{} cut: {}", label(), why);
      leave();
    }
  }

  /**
   * Closes when what was sent has left. Input is thrown away meanwhile, since closing a socket with
   * unread bytes would make the last answer vanish; a second is all the peer has.
   */
  void leave() {
    if (leaving) {
      return;
    }
    leaving = true;
    setup.cancel(false);
    frames.discard();
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            done -> {
              TlsHandler security = channel.pipeline().get(TlsHandler.class);
              if (security != null) {
                security.goodbye();
              }
              if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              }
            });
    channel.config().setAutoRead(true);
    channel.eventLoop().schedule(this::hangUp, LINGER_MS, TimeUnit.MILLISECONDS);
  }

  /** Without a word. */
  void hangUp() {
    channel.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  /** The channel is closed. */
  void gone() {
    leaving = true;
    setup.cancel(false);
    if (line != null) {
      line.gone();
    }
  }

  void failed(Throwable cause) {
    LOG.debug("{} failed: {}", label(), cause.toString());
    channel.close();
  }

  Channel channel() {
    return channel;
  }

  InetSocketAddress remote() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  /** For the log. */
  String label() {
    return door.evse() + "#" + number;
  }

  Door door() {
    return door;
  }
}
