namespace Zhar.Cli.Commands;

/// <summary>What a new application has.</summary>
/// <param name="Database">sqlite, postgres, mysql or none.</param>
/// <param name="Html">Whether it has pages.</param>
/// <param name="Live">Whether it has live pages.</param>
/// <param name="BinaryId">Whether generated schemas get UUIDs as primary keys.</param>
internal sealed record NewOptions(string Database = "sqlite", bool Html = true, bool Live = true, bool BinaryId = false)
{
    /// <summary>The symbols of the template.</summary>
    internal IReadOnlyDictionary<string, bool> Symbols => new Dictionary<string, bool>
    {
        ["ecto"] = Database != "none",
        ["sqlite"] = Database == "sqlite",
        ["postgres"] = Database == "postgres",
        ["mysql"] = Database == "mysql",
        ["html"] = Html,
        ["live"] = Live,
        ["mailer"] = Html,
        ["binaryId"] = BinaryId && Database != "none",
    };
}
