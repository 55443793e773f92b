using SQLitePCL;

namespace Zhar.Data.Sqlite;

/// <summary>SQLite's update hook: it is told of each row that is inserted or updated, which RETURNING is not.</summary>
/// <remarks>Tables without a rowid do not call it; their rows count as updated.</remarks>
internal sealed class SqliteUpsertProbe : UpsertProbe
{
    private const int SqliteInsert = 18;

    private readonly sqlite3 _handle;
    private readonly delegate_update _hook;
    private bool _isInserted;

    internal SqliteUpsertProbe(sqlite3 handle)
    {
        _handle = handle;
        _hook = OnChange;
        raw.sqlite3_update_hook(handle, _hook, null);
    }

    public override Outcome Outcome => _isInserted ? Outcome.Inserted : Outcome.Updated;

    public override void Dispose() => raw.sqlite3_update_hook(_handle, (delegate_update?)null, null);

    private void OnChange(object userData, int type, utf8z database, utf8z table, long rowId)
    {
        if (type == SqliteInsert)
            _isInserted = true;
    }
}
