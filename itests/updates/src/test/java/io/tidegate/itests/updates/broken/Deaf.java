package io.tidegate.itests.updates.broken;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Dialect;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import java.util.Hashtable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Of a bundle that speaks with all stations of OCPP 2.0.1 and answers none of them. */
public final class Deaf implements BundleActivator, Dialect {
  @Override
  public void start(BundleContext context) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put(Constants.SERVICE_RANKING, 1_000);
    context.registerService(Dialect.class, this, properties);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework takes the service back
  }

  @Override
  public String subprotocol() {
    return "ocpp2.0.1";
  }

  @Override
  public int preference() {
    return 1;
  }

  @Override
  public void attached(Mailbox mailbox) {
    // it does not care
  }

  @Override
  public CompletionStage<Void> received(Mailbox mailbox, String message) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void ended(Mailbox mailbox, OutboundCall call, CallFate fate) {
    // it does not care
  }

  @Override
  public void detached(Mailbox mailbox, Detachment reason) {
    // it does not care
  }
}
