package io.tidegate.admin.backup;

import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.operation.Tool;
import java.io.IOException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tidegate backup}: a whole home into one file. */
@Component(name = "io.tidegate.admin.backup", property = Tool.NAME + "=backup")
public final class BackupTool implements Tool {
  private final JournalArchive journals;
  private final String home;
  private final String version;

  @Activate
  public BackupTool(BundleContext context, @Reference JournalArchive journals) {
    this.journals = journals;
    home = context.getProperty(Tool.HOME);
    String told = context.getProperty("tidegate.version");
    version = told == null ? "unknown" : told;
  }

  @Override
  public String summary() {
    return "back up configuration, keys, journal and releases of a home";
  }

  @Override
  public String help() {
    return """
    tidegate backup FILE --home DIR [--password-file F]
        Writes config/ and data/ of the home DIR (configuration, keys, journal, releases) to FILE, which
        must not exist. The gateway may run meanwhile: the journal is copied by its database, the other
        files as they all were at one moment.
          --password-file F  encrypts it (AES-256-GCM) with the first line of F, mode 0600, at least 8
                             characters; without it FILE holds keys and passwords in the clear (mode 0600)

      tidegate backup /mnt/gate.tgb --password-file /root/gate.password --home /var/lib/tidegate

    Exit codes: 0 done, 1 it could not be done and there is no FILE, 2 wrong use.
    """;
  }

  @Override
  public int run(Call call) {
    try {
      Order order = Order.of(call, home);
      Manifest manifest =
          new Backup(order.home(), journals, version, Seal.ITERATIONS)
              .write(order.file(), order.password());
      call.out()
          .printf(
              "%d files, %s, as of %s, are in %s%n",
              manifest.items().size(), Order.size(manifest.bytes()), manifest.at(), order.file());
      if (order.password().isEmpty()) {
        call.err().println("It holds keys and passwords in the clear; see --password-file.");
      }
      return 0;
    } catch (Order.UsageException e) {
      call.err().println("tidegate backup: " + e.getMessage());
      call.err().print(help());
      return 2;
    } catch (IOException | RuntimeException e) {
      call.err().println("tidegate backup: nothing was written: " + Order.reason(e));
      return 1;
    }
  }
}
