package io.tidegate.charging.v2gtp.transport;

import io.netty.channel.ChannelDuplexHandler;
import java.util.concurrent.Executor;

final class TlsHandler extends ChannelDuplexHandler {
  TlsHandler(Visitor visitor, TlsKeys keys, Executor workers) {}

  void goodbye() {}
}
