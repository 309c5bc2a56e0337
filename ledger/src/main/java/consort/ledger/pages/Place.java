package consort.ledger.pages;

import java.nio.file.Path;

/**
 * Where a temporary file stands, in words for who is told that there is no room.
 *
 * @param folder exists
 * @param rememberer who has to remember, such as "the audit"
 * @param remedy what to do
 */
public record Place(Path folder, String rememberer, String remedy) {
}
