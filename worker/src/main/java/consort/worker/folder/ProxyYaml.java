package consort.worker.folder;

import consort.ledger.disk.FileProblem;
import consort.settings.Settings;
import consort.worker.network.HttpProxy;
import consort.worker.network.ProxyException;
import consort.worker.network.Route;
import consort.worker.network.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The key {@code proxy} of {@code worker.yaml} and {@code member.yaml}. */
final class ProxyYaml {

    private static final String KEY = "proxy";
    private static final Set<PosixFilePermission> READ_BY_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private ProxyYaml() {
    }

    /** Empty when the file does not say. A password is taken only from a file that nobody else can read. */
    static Optional<Route> read(Settings yaml, Path file) {
        return yaml.text(KEY).map(text -> {
            Route route = written(yaml, text, file);
            if (route instanceof Route.Through(HttpProxy proxy, String from) && proxy.login().isPresent() && isReadByOthers(file)) {
                throw yaml.error(KEY, "holds a password, and others can read the file: run chmod 600 '" + file + "'");
            }
            return route;
        });
    }

    private static Route written(Settings yaml, String text, Path file) {
        try {
            return Routes.written(text, file.getFileName().toString());
        } catch (ProxyException e) {
            throw yaml.error(KEY, e.getMessage() + ", or \"" + Routes.DIRECT + "\" for none");
        }
    }

    private static boolean isReadByOthers(Path file) {
        try {
            return !Collections.disjoint(Files.getPosixFilePermissions(file), READ_BY_OTHERS);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + FileProblem.reason(e), e);
        } catch (UnsupportedOperationException withoutPermissions) {
            return true;
        }
    }
}
