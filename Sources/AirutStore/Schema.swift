import GRDB

/// The tables. Times are seconds since 1970 (REAL), identifiers their text, lists JSON.
///
/// A released migration is never changed: later versions add theirs.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: conversations + runs + messages + outgoing) }
        return migrator
    }

    private static let conversations = """
        CREATE TABLE conversation (
            id TEXT PRIMARY KEY,
            repository TEXT NOT NULL,
            created_at REAL NOT NULL,
            last_activity_at REAL NOT NULL,
            participants TEXT NOT NULL,
            subject TEXT NOT NULL,
            model TEXT,
            effort TEXT,
            workspace_base TEXT,
            default_branch TEXT,
            session_id TEXT,
            branch TEXT,
            last_pushed TEXT,
            pull_request_number INTEGER,
            pull_request_url TEXT
        ) STRICT;
        CREATE INDEX conversation_by_activity ON conversation(repository, last_activity_at);

        """

    /// `position` is the queue's order: it survives going back to the queue. `not_before` was set at `held_at`, which
    /// shows a clock that was set back since. Only running tasks have a `conclusion` (JSON). `log_size` says what the logs of a run take,
    /// each a table named by `log` with `task` and `seq`.
    private static let runs = """
        CREATE TABLE task (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            repository TEXT NOT NULL,
            conversation TEXT NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
            state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'finished', 'interrupted')),
            attempts INTEGER NOT NULL DEFAULT 0,
            server_deaths INTEGER NOT NULL DEFAULT 0,
            preparation_failures INTEGER NOT NULL DEFAULT 0,
            service_failures INTEGER NOT NULL DEFAULT 0,
            limited_since REAL,
            stopped_by TEXT,
            created_at REAL NOT NULL,
            not_before REAL,
            held_at REAL,
            claimed_at REAL,
            started_at REAL,
            ended_at REAL,
            outcome TEXT,
            reply_text TEXT,
            cost_usd REAL,
            duration_ms INTEGER,
            turns INTEGER,
            container_name TEXT,
            conclusion TEXT,
            detail TEXT
        ) STRICT;
        CREATE UNIQUE INDEX task_queued ON task(conversation) WHERE state = 'queued';
        CREATE UNIQUE INDEX task_running ON task(conversation) WHERE state = 'running';
        CREATE INDEX task_by_state ON task(repository, state);
        CREATE INDEX task_by_conversation ON task(conversation);

        \(log(named: "event"))
        \(log(named: "network_line"))
        \(log(named: "build_line"))
        CREATE TABLE log_size (
            task TEXT NOT NULL REFERENCES task(id) ON DELETE CASCADE,
            log TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            PRIMARY KEY (task, log)
        ) STRICT, WITHOUT ROWID;

        """

    private static func log(named name: String) -> String {
        """
        CREATE TABLE \(name) (
            task TEXT NOT NULL REFERENCES task(id) ON DELETE CASCADE,
            seq INTEGER NOT NULL,
            at REAL NOT NULL,
            line BLOB NOT NULL,
            PRIMARY KEY (task, seq)
        ) STRICT, WITHOUT ROWID;

        """
    }

    /// A message stays after its conversation is gone: it says that this mail was dealt with. `attempts` are those to decide
    /// about it that had no end, since the last one that had.
    private static let messages = """
        CREATE TABLE message (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            repository TEXT NOT NULL,
            message_id TEXT,
            sha256 BLOB NOT NULL,
            bytes INTEGER NOT NULL,
            is_truncated INTEGER NOT NULL,
            received_at REAL NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('received', 'refused', 'queued', 'answered', 'quarantined')),
            decided_at REAL,
            attempts INTEGER NOT NULL DEFAULT 0,
            reader_crashes INTEGER NOT NULL DEFAULT 0,
            sender TEXT,
            subject TEXT,
            conversation TEXT REFERENCES conversation(id) ON DELETE SET NULL,
            task TEXT REFERENCES task(id) ON DELETE SET NULL,
            reason TEXT,
            acceptance TEXT,
            document BLOB,
            is_heard INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE UNIQUE INDEX message_identity ON message(repository, ifnull(message_id, ''), sha256);
        CREATE INDEX message_by_state ON message(repository, state);
        CREATE INDEX message_by_task ON message(task);
        CREATE INDEX message_by_conversation ON message(conversation);

        CREATE TABLE location (
            repository TEXT NOT NULL,
            uid_validity INTEGER NOT NULL,
            uid INTEGER NOT NULL,
            internal_date TEXT,
            message INTEGER NOT NULL REFERENCES message(id) ON DELETE CASCADE,
            PRIMARY KEY (repository, uid_validity, uid)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX location_by_message ON location(message);

        CREATE TABLE raw_message (
            message INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
            bytes BLOB NOT NULL
        ) STRICT;

        """

    /// `open_recipients` are those who have not got it, `refusals` what the server said about single ones, `waited` the
    /// seconds of back-off so far. `next_attempt_at` is NULL when it is not tried again by itself; it was set at
    /// `scheduled_at`, which shows a clock that was set back since.
    private static let outgoing = """
        CREATE TABLE outgoing (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            message_id TEXT NOT NULL UNIQUE,
            repository TEXT NOT NULL,
            conversation TEXT REFERENCES conversation(id) ON DELETE CASCADE,
            task TEXT REFERENCES task(id) ON DELETE SET NULL,
            kind TEXT NOT NULL CHECK (kind IN ('acknowledgement', 'notice', 'reply', 'refusal')),
            recipients TEXT NOT NULL,
            open_recipients TEXT NOT NULL,
            refusals TEXT NOT NULL DEFAULT '[]',
            raw BLOB NOT NULL,
            light BLOB,
            outbox_directory TEXT,
            state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'undeliverable')),
            attempts INTEGER NOT NULL DEFAULT 0,
            created_at REAL NOT NULL,
            waited REAL NOT NULL DEFAULT 0,
            scheduled_at REAL NOT NULL,
            next_attempt_at REAL,
            sent_at REAL,
            last_error TEXT
        ) STRICT;
        CREATE INDEX outgoing_due ON outgoing(repository, id) WHERE next_attempt_at IS NOT NULL;
        CREATE INDEX outgoing_undelivered ON outgoing(repository, state) WHERE state <> 'sent';
        CREATE INDEX outgoing_by_conversation ON outgoing(conversation, state);
        CREATE INDEX outgoing_by_task ON outgoing(task);

        """
}
