package consort.coordinator.cli;

import consort.coordinator.witness.Cosigning;
import consort.coordinator.witness.HttpsWitness;
import consort.coordinator.witness.WitnessName;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.MalformedNoteException;
import consort.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A witness outside the consortium, as {@code coordinator.yaml} names it.
 *
 * @param name for people
 * @param key that it cosigns with
 * @param url its submission prefix
 */
record OutsideWitness(String name, CosignerKey key, URI url) {

    /** Reads one below {@code witnesses}. */
    static OutsideWitness read(String name, Settings yaml) {
        yaml.knows("key", "url");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw yaml.error("key", "belongs to a witness whose name is not made of 1 to 64 letters, digits, dots, _ and -");
        }
        return new OutsideWitness(name, key(yaml), url(yaml));
    }

    private static CosignerKey key(Settings yaml) {
        String text = yaml.text("key").orElseThrow(() -> yaml.error("key", "is missing: the witness's verifier key, NAME+ID+BASE64"));
        try {
            return CosignerKey.parse(text);
        } catch (MalformedNoteException unfit) {
            throw yaml.error("key", "is no witness's verifier key: " + unfit.getMessage());
        }
    }

    private static URI url(Settings yaml) {
        String text = yaml.text("url").orElseThrow(() -> yaml.error("url", "is missing: where the witness takes checkpoints, https://…"));
        try {
            URI url = new URI(text);
            boolean whole = "https".equals(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null
                    && url.getQuery() == null && url.getFragment() == null;
            if (whole) {
                return url;
            }
        } catch (URISyntaxException unfit) {
            throw yaml.error("url", "is no address: " + unfit.getMessage());
        }
        throw yaml.error("url", "must be https://HOST[:PORT][/PATH] and no more, not " + text);
    }

    static Map<WitnessName, CosignerKey> keys(Collection<OutsideWitness> witnesses) {
        return witnesses.stream().collect(Collectors.toMap(OutsideWitness::id, OutsideWitness::key));
    }

    /** Lets them be asked from now on. */
    static void attend(Collection<OutsideWitness> witnesses, Cosigning cosigning) {
        if (!witnesses.isEmpty()) {
            HttpClient client = HttpsWitness.client();
            witnesses.forEach(witness -> cosigning.attends(witness.id(), new HttpsWitness(client, witness.url(), cosigning)));
        }
    }

    private WitnessName id() {
        return new WitnessName(name, true);
    }
}
