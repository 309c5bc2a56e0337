package consort.worker.network;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a proxy says when it opens no tunnel, in one sentence for a person. */
public final class ProxyErrors {

    private static final int MAX_CAUSES = 20;
    /** How Netty puts it: {@code http, basic, /192.0.2.1:3128 => pool.example:7443, status: 407 Proxy Authentication Required}. */
    private static final Pattern NETTY = Pattern.compile("http, (?:none|basic), .*? => (\\S+), (?:status: ([0-9]{3}).*|(.+))");

    private ProxyErrors() {
    }

    /** Empty if the failure is not a proxy's answer. */
    public static Optional<String> explain(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            Matcher answer = NETTY.matcher(cause.getMessage() == null ? "" : cause.getMessage());
            if (answer.matches()) {
                String target = answer.group(1).replace("/<unresolved>", "");
                return Optional.of(answer.group(2) == null
                        ? "the proxy opened no tunnel to " + target + ": " + answer.group(3)
                        : answered(target, Integer.parseInt(answer.group(2))));
            }
        }
        return Optional.empty();
    }

    /** What an answer other than 200 to {@code CONNECT} means. */
    static String answered(String target, int status) {
        return "the proxy opened no tunnel to " + target + ": it answered " + status + switch (status) {
            case 407 -> ", as it wants a user name and password, or other ones; put them into https_proxy or the folder's YAML file, as"
                    + " proxy: http://USER:PASSWORD@HOST:PORT";
            case 403, 405 -> ", as its rules do not allow it; ask who runs it to allow CONNECT to " + target;
            case 400, 404, 501 -> ", as it does not speak CONNECT; perhaps it is a web server";
            case 502, 503, 504 -> ", as it does not reach the coordinator from where it stands";
            default -> "";
        };
    }
}
