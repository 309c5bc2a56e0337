package consort.worker.preflight;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the name that is dialed is known: the coordinator's, or the proxy's, which looks up the other. */
public record AddressCheck(Supplier<Way> to) implements Check {

    public static final String NAME = "address";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of(EnrolledCheck.NAME, ConfigurationCheck.NAME);
    }

    @Override
    public Finding look() {
        Way way = to.get();
        String host = way.dialed().host();
        try {
            String found = Stream.of(InetAddress.getAllByName(host)).map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
            String is = host.equals(found) ? found : host + " is " + found;
            return Finding.ok(way.isDirect() ? is : way.coordinator() + " " + way.route() + "; " + is);
        } catch (UnknownHostException e) {
            return Finding.problem("the name " + host + " is not known here", way.isDirect()
                    ? "correct the address in " + way.setting() + ", or this machine's DNS; behind an HTTP proxy, say which with --proxy"
                    : "correct the proxy's name, or this machine's DNS");
        }
    }
}
