package io.tidegate.charging.v2gtp.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.tidegate.codec.v2gtp.Sdp;
import io.tidegate.codec.v2gtp.Sdp.Security;
import io.tidegate.codec.v2gtp.V2gtp;
import io.tidegate.codec.v2gtp.V2gtpException;
import java.net.Inet6Address;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells vehicles where to connect (SECC discovery, ISO 15118-20 §7.10). What is malformed is
 * counted and forgotten: no datagram stops it. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // an answer that is lost is asked for again
final class Discovery extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Door door;
  private final Shared shared;
  private final LogBudget budget;
  private long second = System.nanoTime();
  private int answers;

  Discovery(Door door, Shared shared, LogBudget budget) {
    this.door = door;
    this.shared = shared;
    this.budget = budget;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    byte[] bytes = new byte[packet.content().readableBytes()];
    packet.content().readBytes(bytes);
    try {
      Sdp.Request request = Sdp.request(V2gtp.datagram(bytes, Sdp.MOST));
      answer(request)
          .ifPresent(
              response ->
                  context.writeAndFlush(
                      new DatagramPacket(
                          Unpooled.wrappedBuffer(response.frame()), packet.sender())));
    } catch (V2gtpException e) {
      budget.info(
          "{}: a datagram of {} is no discovery: {}", door, packet.sender(), e.getMessage());
    }
  }

  private Optional<Sdp.Response> answer(Sdp.Request request) {
    Optional<Door.Place> place = door.place();
    if (place.isEmpty() || door.unit().isEmpty() || !allowed()) {
      return Optional.empty();
    }
    Inet6Address address = place.get().address();
    return Optional.of(
        new Sdp.Response(address.getAddress(), place.get().port(), security(request.security())));
  }

  /** What the vehicle asks for where it can be had. */
  private Security security(Security wanted) {
    return switch (shared.config().get().tls()) {
      case REQUIRED -> Security.TLS;
      case OPTIONAL -> wanted;
      case OFF -> Security.NONE;
    };
  }

  private boolean allowed() {
    long now = System.nanoTime();
    if (now - second > SECOND) {
      second = now;
      answers = 0;
    }
    return ++answers <= shared.config().get().limits().answersPerSecond();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("{}: discovery goes on after {}", door, cause.toString());
  }
}
