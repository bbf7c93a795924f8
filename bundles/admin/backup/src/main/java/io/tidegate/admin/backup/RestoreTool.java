package io.tidegate.admin.backup;

import io.tidegate.api.journal.JournalArchive;
import io.tidegate.api.operation.Tool;
import java.io.IOException;
import java.nio.file.Files;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tidegate restore}: a home out of a backup. */
@Component(name = "io.tidegate.admin.backup.restore", property = Tool.NAME + "=restore")
public final class RestoreTool implements Tool {
  private final JournalArchive journals;
  private final String home;

  @Activate
  public RestoreTool(BundleContext context, @Reference JournalArchive journals) {
    this.journals = journals;
    home = context.getProperty(Tool.HOME);
  }

  @Override
  public String summary() {
    return "make a home of a backup";
  }

  @Override
  public String help() {
    return """
    tidegate restore FILE --home DIR [--password-file F]
        Unpacks FILE beside DIR, checks every digest, then gives it DIR's name. An old DIR is kept as
        DIR.before-restore-<time>. Refused while a gateway runs there. Until the last moment DIR is
        untouched. Which releases DIR had confirmed is kept. Read docs/operations/backup.md on what controllers may do twice after it.
          --password-file F  of an encrypted backup: the first line of F, mode 0600

      tidegate restore /mnt/gate.tgb --password-file /root/gate.password --home /var/lib/tidegate

    Exit codes: 0 done, 1 it could not be done and DIR is as it was, 2 wrong use.
    """;
  }

  @Override
  public int run(Call call) {
    try {
      Order order = Order.of(call, home);
      Restore.Done done =
          new Restore(order.home(), journals, f -> Files.getFileStore(f).getUsableSpace())
              .read(order.file(), order.password());
      Manifest manifest = done.manifest();
      call.out()
          .printf(
              "%s is as of %s (%d files, %s, Tidegate %s)%n",
              order.home(),
              manifest.at(),
              manifest.items().size(),
              Order.size(manifest.bytes()),
              manifest.version());
      done.before().ifPresent(old -> call.out().println("What was there before lies in " + old));
      return 0;
    } catch (Order.UsageException e) {
      call.err().println("tidegate restore: " + e.getMessage());
      call.err().print(help());
      return 2;
    } catch (IOException | RuntimeException e) {
      call.err().println("tidegate restore: nothing was changed: " + Order.reason(e));
      return 1;
    }
  }
}
