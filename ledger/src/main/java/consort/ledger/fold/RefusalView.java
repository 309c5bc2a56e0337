package consort.ledger.fold;

import java.util.Optional;

/**
 * Why a claim's result does not count.
 *
 * @param code as the observation gives it
 * @param detail for people, as the observation gives it
 * @param failed whether the code is the worker's own, for a task that failed at its site
 */
public record RefusalView(String code, Optional<String> detail, boolean failed) {
}
