package consort.worker.cli;

import consort.certs.CertsException;
import consort.certs.Name;
import consort.worker.folder.ConfigException;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;

/** What commands need that speak for an organization with its key. */
final class Office {

    private Office() {
    }

    /** Whose folder it is; fails unless it is an organization's. */
    static Enrolled of(PartyFolder folder) {
        Enrolled enrolled = folder.enrolled();
        if (!enrolled.isOrganization()) {
            throw new CommandFailure(ExitCodes.FOLDER, folder.path() + " is the folder of " + enrolled.describe()
                    + ", who does not speak for the organization; name the organization's own with --dir");
        }
        return enrolled;
    }

    /** A name from the command line. */
    static Name name(String text) {
        try {
            return new Name(text);
        } catch (CertsException e) {
            throw new ConfigException(e.getMessage());
        }
    }
}
