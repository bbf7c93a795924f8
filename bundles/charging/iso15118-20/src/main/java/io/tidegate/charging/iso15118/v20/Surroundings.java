package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.vehicle.ContractCertificates;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehicleQuirkBook;
import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.charging.vehicle.dialect.VehicleEngine;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services around the machine, each of which may come and go. Files of roots are read on the
 * common pool, never on a line's event loop.
 */
final class Surroundings implements VehicleEngine.Desk {
  private static final Logger LOG = LoggerFactory.getLogger(Iso15118V20Dialect.class);
  private static final String NAMESPACE = "urn:iso:std:iso:15118:-20:CommonMessages";

  private final Supplier<Rules> rules;
  private final AtomicReference<KeyRing> keys = new AtomicReference<>();
  private final AtomicReference<OcspStatus> responders = new AtomicReference<>();
  private final AtomicReference<ContractCertificates> contracts = new AtomicReference<>();
  private final AtomicReference<VehicleQuirkBook> book = new AtomicReference<>();
  private final AtomicInteger wanted = new AtomicInteger();
  private volatile Trust trust = Trust.NONE;
  private volatile String problem = "";

  Surroundings(Supplier<Rules> rules) {
    this.rules = rules;
  }

  Trust trust() {
    return trust;
  }

  /** What is wrong with the roots; empty when nothing is. */
  String problem() {
    return problem;
  }

  /** Reads the roots again, soon; cheap when their files have not changed. */
  void refresh() {
    if (wanted.getAndIncrement() == 0) {
      ForkJoinPool.commonPool().execute(this::readUntilDone);
    }
  }

  private void readUntilDone() {
    int seen;
    do {
      seen = wanted.get();
      try {
        read();
      } catch (KeyRingException | RuntimeException e) {
        // what was read before stays in force
        problem = "roots of mobility operators: " + e.getMessage();
        LOG.warn("{}", problem);
      }
    } while (!wanted.compareAndSet(seen, 0));
  }

  private void read() throws KeyRingException {
    KeyRing ring = keys.get();
    List<String> files = rules.get().trusted();
    if (files.isEmpty()) {
      trust = Trust.NONE;
      problem = "";
    } else if (ring == null) {
      trust = Trust.NONE;
      problem = "no contracts are taken: nobody reads the roots of mobility operators";
    } else {
      trust = new Trust(ring.read(new TlsFiles(List.of(), "", files)).trusted());
      problem = "";
    }
  }

  void keys(KeyRing ring) {
    keys.set(ring);
    refresh();
  }

  void noKeys(KeyRing ring) {
    keys.compareAndSet(ring, null);
  }

  void responders(OcspStatus status) {
    responders.set(status);
  }

  void noResponders(OcspStatus status) {
    responders.compareAndSet(status, null);
  }

  void contracts(ContractCertificates service) {
    contracts.set(service);
  }

  void noContracts(ContractCertificates service) {
    contracts.compareAndSet(service, null);
  }

  void book(VehicleQuirkBook quirks) {
    book.set(quirks);
  }

  void noBook(VehicleQuirkBook quirks) {
    book.compareAndSet(quirks, null);
  }

  @Override
  public Logger log() {
    return LOG;
  }

  @Override
  public Optional<VehicleQuirkBook> quirks() {
    return Optional.ofNullable(book.get());
  }

  @Override
  public BooleanSupplier frames() {
    return () -> rules.get().frames();
  }

  @Override
  public CompletionStage<?> answer(Event.Question question, VehiclePeer peer) {
    if (question instanceof Questions.Revocation revocation) {
      OcspStatus status = responders.get();
      return status == null
          ? CompletableFuture.completedFuture(OcspStatus.Status.UNKNOWN)
          : status
              .of(revocation.certificate(), revocation.issuer())
              .thenApply(OcspStatus.Answer::status);
    }
    Questions.Certificate wanted = (Questions.Certificate) question;
    ContractCertificates service = contracts.get();
    return service == null
        ? CompletableFuture.failedFuture(
            new IOException("nobody fetches contract certificates any more"))
        : service.fetch(peer.evse(), NAMESPACE, wanted.request().toArray()).thenApply(Bytes::of);
  }
}
