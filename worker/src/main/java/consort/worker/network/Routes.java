package consort.worker.network;

import consort.certs.Address;
import consort.certs.CertsException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the way to a coordinator. */
public final class Routes {

    /** The word for no proxy, whatever the environment says. */
    public static final String DIRECT = "direct";

    private Routes() {
    }

    /**
     * As somebody wrote it: {@value #DIRECT} or a proxy.
     *
     * @param from where it was written
     * @throws ProxyException when it is neither
     */
    public static Route written(String text, String from) {
        return text.strip().equals(DIRECT) ? new Route.Direct() : new Route.Through(HttpProxy.parse(text), from);
    }

    /**
     * As this process was told by its environment, else by the JVM's settings; straight when neither says anything.
     *
     * @throws ProxyException whose message begins with the variable's name
     */
    public static Route around(Address coordinator, Map<String, String> environment) {
        Optional<String> name = Stream.of("https_proxy", "HTTPS_PROXY")
                .filter(variable -> !environment.getOrDefault(variable, "").isBlank()).findFirst();
        if (name.isEmpty()) {
            return ofTheJvm(coordinator);
        }
        String except = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        return NoProxy.parse(except).excepts(coordinator.host(), coordinator.port())
                ? new Route.Direct() : ofVariable(name.get(), environment.get(name.get()));
    }

    private static Route ofVariable(String name, String value) {
        try {
            return written(value, name);
        } catch (ProxyException e) {
            throw new ProxyException("the environment variable " + name + " " + e.getMessage()
                    + "; correct it, or say --proxy " + DIRECT + " or another proxy");
        }
    }

    private static Route ofTheJvm(Address coordinator) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return new Route.Direct();
        }
        return selector.select(URI.create("https://" + coordinator)).stream()
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                .findFirst()
                .flatMap(proxy -> ofJvm((InetSocketAddress) proxy.address()))
                .orElse(new Route.Direct());
    }

    private static Optional<Route> ofJvm(InetSocketAddress proxy) {
        try {
            Address address = new Address(proxy.getHostString(), proxy.getPort());
            return Optional.of(new Route.Through(new HttpProxy(address, Optional.empty()), "https.proxyHost"));
        } catch (CertsException noAddress) {
            throw new ProxyException("the JVM's https.proxyHost or https.proxyPort cannot be used: " + noAddress.getMessage());
        }
    }
}
