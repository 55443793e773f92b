namespace Zhar.Web;

/// <summary>A button on the debug page that may repair what went wrong, such as "run pending migrations". Register it as a service. Source: Plug.Exception.actions/1.</summary>
/// <remarks>Only shown, and only run, where the debug page is on.</remarks>
public interface IDebugAction
{
    /// <summary>What the button says.</summary>
    string Label { get; }

    /// <summary>Whether the button helps against <paramref name="exception"/>.</summary>
    bool Helps(Exception exception);

    /// <summary>Does it. Then the browser goes back to the page that failed.</summary>
    Task Run(IServiceProvider services, CancellationToken cancellationToken);
}
