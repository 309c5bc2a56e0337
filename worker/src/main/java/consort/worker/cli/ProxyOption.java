package consort.worker.cli;

import consort.certs.Address;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.network.HttpProxy;
import consort.worker.network.ProxyException;
import consort.worker.network.Route;
import consort.worker.network.Routes;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The {@code --proxy} option. */
final class ProxyOption {

    /** The line about the proxy in the YAML file of a folder that needs none. */
    static final String NO_LINE = "# proxy: http://proxy.example:3128\n";

    private static final String NAME = "--proxy";

    @Option(names = NAME, paramLabel = "http://HOST:PORT",
            description = "Reach the coordinator through this HTTP proxy, or \"direct\"; else as the folder's YAML file says,"
                    + " else as https_proxy and no_proxy do.")
    private String text;

    /** How to reach a coordinator. */
    Route route(PartyFolder folder, Address coordinator) {
        return given().orElseGet(() -> folder.route(coordinator, System.getenv()));
    }

    /** A line for the YAML file of a new folder: what was given here, or how it could be. */
    String yamlLine() {
        return given().map(route -> "proxy: " + text.strip() + "\n").orElse(NO_LINE);
    }

    private Optional<Route> given() {
        if (text == null) {
            return Optional.empty();
        }
        try {
            Route route = Routes.written(text, NAME);
            if (route instanceof Route.Through(HttpProxy proxy, String from) && proxy.login().isPresent()) {
                throw new ConfigException(NAME + " holds a password, which everybody on this machine sees in the list of processes;"
                        + " put it into the environment variable https_proxy, or as proxy: into the folder's YAML file");
            }
            return Optional.of(route);
        } catch (ProxyException e) {
            throw new ConfigException(NAME + " " + e.getMessage());
        }
    }
}
