package io.tidegate.admin.rest;

import io.tidegate.api.connection.SecurityProfiles;
import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.GridCommandDesk;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.control.StationCommands;
import io.tidegate.api.journal.Journal;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.operation.Diagnosis;
import io.tidegate.api.operation.Endpoint;
import io.tidegate.api.operation.HealthBoard;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.SecurityLog;
import java.util.List;
import java.util.Optional;

/**
 * The services behind the endpoints. Any of them may be away for a while (its bundle is being
 * updated, the site file is wrong): the endpoint then answers 503 and the others go on.
 */
interface Backend {
  Optional<GridCommandDesk> desk();

  Optional<SiteInbox> inbox();

  Optional<SiteView> view();

  Optional<OnceLedger> onceLedger();

  Optional<TransactionLedger> transactions();

  Optional<Journal> journal();

  Optional<HealthBoard> health();

  Optional<Diagnosis> diagnosis();

  Optional<SecurityLog> securityLog();

  Optional<KeyRing> keyRing();

  Optional<SecurityProfiles> securityProfiles();

  List<Switchboard> switchboards();

  /** Paths that other bundles bring. */
  List<Endpoint> endpoints();

  /** Of all dialects. */
  List<StationCommands> stations();
}
