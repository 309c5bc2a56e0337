package consort.worker.network;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code no_proxy} excepts, as curl and Go read it: entries separated by commas, each a name for a host and all below it
 * (with or without a leading dot), an address, or a network such as {@code 10.0.0.0/8}; any with a port or without; {@code *}
 * excepts all. This machine itself is always reached straight.
 */
record NoProxy(List<NoProxy.Excepted> entries) {

    private static final Pattern WITH_PORT = Pattern.compile("(\\[.+]|[^:]+):([0-9]{1,5})");

    /** @param port "" for every port */
    record Excepted(String host, String port) {

        static Excepted parse(String text) {
            Matcher both = WITH_PORT.matcher(text);
            return both.matches() ? new Excepted(bare(both.group(1)), both.group(2)) : new Excepted(bare(text), "");
        }

        private static String bare(String host) {
            return host.replaceFirst("^\\[(.*)]$", "$1").replaceFirst("^\\*?\\.", "");
        }

        boolean holds(String asked, int askedPort) {
            if (!port.isEmpty() && !port.equals(Integer.toString(askedPort))) {
                return false;
            }
            return host.equals("*") || (isIp(asked) ? within(host, asked) : asked.equals(host) || asked.endsWith("." + host));
        }
    }

    static NoProxy parse(String text) {
        return new NoProxy(Stream.of(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty()).map(Excepted::parse).toList());
    }

    /** @param host in lower case; an IPv6 address without brackets */
    boolean excepts(String host, int port) {
        return isThisMachine(host) || entries.stream().anyMatch(entry -> entry.holds(host, port));
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.endsWith(".localhost")
                || isIp(host) && (within("127.0.0.0/8", host) || within("::1", host));
    }

    private static boolean isIp(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host) != null;
    }

    /** @param network an address, with or without the number of its leading bits that count */
    private static boolean within(String network, String host) {
        String[] parts = network.split("/", 2);
        byte[] base = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        if (base == null || base.length != address.length) {
            return false;
        }
        int bits = base.length * 8;
        String leading = parts.length == 1 ? Integer.toString(bits) : parts[1];
        if (!leading.matches("[0-9]{1,3}") || Integer.parseInt(leading) > bits) {
            return false;
        }
        int rest = bits - Integer.parseInt(leading);
        return new BigInteger(1, base).shiftRight(rest).equals(new BigInteger(1, address).shiftRight(rest));
    }
}
