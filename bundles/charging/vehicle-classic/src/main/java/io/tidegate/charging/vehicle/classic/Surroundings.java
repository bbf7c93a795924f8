package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.vehicle.ContractCertificates;
import io.tidegate.api.vehicle.VehiclePeer;
import io.tidegate.api.vehicle.VehicleQuirkBook;
import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.charging.vehicle.dialect.VehicleEngine;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** The services around a dialect, each of which may come and go. Any thread. */
final class Surroundings implements VehicleEngine.Desk {
  final AtomicReference<VehicleQuirkBook> book = new AtomicReference<>();
  final AtomicReference<OcspStatus> ocsp = new AtomicReference<>();
  final AtomicReference<ContractCertificates> issuer = new AtomicReference<>();

  private final Language language;
  private final Supplier<Rules> rules;
  private final Logger log;

  Surroundings(Language language, Supplier<Rules> rules, Logger log) {
    this.language = language;
    this.rules = rules;
    this.log = log;
  }

  @Override
  public Logger log() {
    return log;
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
      OcspStatus responder = ocsp.get();
      return responder == null
          ? nobody("there is nobody to ask about revocation")
          : responder
              .of(revocation.certificate(), revocation.issuer())
              .thenApply(OcspStatus.Answer::status);
    } else if (question instanceof Questions.Certificate certificate) {
      ContractCertificates shop = issuer.get();
      return shop == null
          ? nobody("nobody issues contract certificates")
          : shop.fetch(peer.evse(), peer.protocol().namespace(), certificate.request().toArray())
              .thenCompose(response -> readable(certificate.kind(), response));
    }
    return nobody("there is no answer to " + question);
  }

  private CompletionStage<Bytes> readable(Kind kind, byte[] response) {
    return language.answers(kind, response)
        ? CompletableFuture.completedFuture(Bytes.of(response))
        : nobody("what came from the issuer is no " + kind.label() + "Res");
  }

  private static <T> CompletionStage<T> nobody(String sentence) {
    return CompletableFuture.failedFuture(new IOException(sentence));
  }
}
