package consort.ledger.web;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a failed connection means to a person: the JDK's own exceptions often have no words but their class. */
public final class NetworkProblem {

    private static final int MAX_CAUSES = 20;

    private NetworkProblem() {
    }

    /** Why there is no connection or no answer; without a period. */
    public static String text(Throwable failure) {
        if (is(failure, UnresolvedAddressException.class) || is(failure, UnknownHostException.class)) {
            return "no host of this name is known" + words(failure).map(text -> " (" + text + ")").orElse("");
        }
        if (is(failure, HttpConnectTimeoutException.class)) {
            return "no connection in time";
        }
        if (is(failure, ConnectException.class)) {
            boolean refused = words(failure).filter(text -> !text.toLowerCase(Locale.ROOT).contains("refused")).isEmpty();
            return refused ? "the connection was refused: nobody listens there" : "no connection: " + words(failure).orElseThrow();
        }
        return words(failure).orElseGet(() -> is(failure, ClosedChannelException.class) ? "the connection broke" : "the connection failed");
    }

    /** The deepest words there are. */
    private static Optional<String> words(Throwable failure) {
        return causes(failure).filter(cause -> cause.getCause() == null || cause.getCause().getMessage() == null).map(Throwable::getMessage)
                .filter(text -> text != null && !text.isBlank()).findFirst();
    }

    private static boolean is(Throwable failure, Class<? extends Throwable> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(MAX_CAUSES);
    }
}
