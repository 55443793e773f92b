using MyApp;
using Zhar.Data.Migrations;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>A button on the debug page of development, for when a table is missing: it runs the migrations.</summary>
public sealed class MigrateAction(Repo repo) : IDebugAction
{
    private static readonly string[] Missing = ["no such table", "no such column", "does not exist", "doesn't exist", "unknown column"];

    public string Label => "Run the migrations";

    public bool Helps(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is Zhar.Data.DatabaseException && Missing.Any(text => e.Message.Contains(text, StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }

    public Task Run(IServiceProvider services, CancellationToken cancellationToken) => new Migrator(repo).Up(cancellationToken);
}
