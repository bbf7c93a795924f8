package io.tidegate.host.dp.guard;

import io.tidegate.codec.release.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.deploymentadmin.DeploymentPackage;
import org.osgi.service.deploymentadmin.spi.DeploymentSession;
import org.osgi.service.deploymentadmin.spi.ResourceProcessor;
import org.osgi.service.deploymentadmin.spi.ResourceProcessorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees the documents of a release while a DeploymentAdmin installs its package (OSGi Compendium
 * 114.8), and vetoes it in {@link #prepare}: then what was installed before is put back. On the
 * DeploymentAdmin's thread, one session at a time.
 */
final class Guard implements ResourceProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final Path home;
  private final Ledger ledger;
  private final HostBundles bundles;
  private final Clock clock;
  private final TreeMap<String, byte[]> documents = new TreeMap<>();
  private Optional<DeploymentSession> session = Optional.empty();
  private Optional<Judgement> judged = Optional.empty();
  private boolean dropping;

  Guard(Path home, Ledger ledger, HostBundles bundles, Clock clock) {
    this.home = home;
    this.ledger = ledger;
    this.bundles = bundles;
    this.clock = clock;
  }

  @Override
  public void begin(DeploymentSession begun) {
    forget();
    session = Optional.of(begun);
  }

  private void forget() {
    session = Optional.empty();
    judged = Optional.empty();
    documents.clear();
    dropping = false;
  }

  @Override
  public void process(String name, InputStream stream) throws ResourceProcessorException {
    try {
      byte[] bytes = stream.readNBytes(Judge.DOCUMENT + 1);
      if (bytes.length > Judge.DOCUMENT || documents.size() > Judge.DOCUMENTS) {
        throw new Refusal(Refusal.Code.OVERSIZED, name + " is longer than a document may be");
      }
      documents.put(name, bytes);
    } catch (Refusal e) {
      throw veto(ResourceProcessorException.CODE_OTHER_ERROR, e.code().name(), e);
    } catch (IOException e) {
      throw veto(ResourceProcessorException.CODE_OTHER_ERROR, "TRUNCATED", e);
    }
  }

  private static ResourceProcessorException veto(int code, String reason, Exception e) {
    String sentence = reason + ": " + e.getMessage();
    LOG.error("the package is not installed: {}", sentence);
    return new ResourceProcessorException(code, sentence, e);
  }

  @Override
  public void dropped(String name) {
    // a document that the next release does not bring: the ledger keeps what matters of it
  }

  @Override
  public void dropAllResources() {
    dropping = true;
  }

  @Override
  public void prepare() throws ResourceProcessorException {
    if (dropping) {
      return;
    }
    try {
      DeploymentPackage source = session.orElseThrow().getSourceDeploymentPackage();
      judged =
          Optional.of(
              new Judge(Rules.read(home), ledger, bundles)
                  .judge(source, documents, clock.instant()));
    } catch (Verdict e) {
      throw veto(ResourceProcessorException.CODE_PREPARE, e.code(), e);
    } catch (Refusal e) {
      throw veto(ResourceProcessorException.CODE_PREPARE, e.code().name(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw veto(ResourceProcessorException.CODE_PREPARE, "TRUNCATED", e);
    }
  }

  @Override
  public void commit() {
    try {
      if (dropping) {
        ledger.drop(session.orElseThrow().getTargetDeploymentPackage().getName());
      } else if (judged.isPresent()) {
        Judgement judgement = judged.get();
        ledger.keep(judgement.roots());
        ledger.accept(judgement.manifest(), judgement.digest(), judgement.at());
        LOG.info(
            "{} {} ({}) is let in, {}",
            judgement.manifest().name(),
            judgement.manifest().version(),
            judgement.manifest().counter(),
            judgement.signers().isEmpty() ? "unsigned" : "signed by " + judgement.signers());
      }
    } catch (IOException e) {
      LOG.error("what was installed could not be written down; it will be judged anew", e);
    }
    forget();
  }

  @Override
  public void rollback() {
    forget();
  }

  @Override
  public void cancel() {
    // prepare ends within seconds by itself; the session looks at its own flag
  }
}
