using System.Globalization;

namespace WorkerPool;

internal static class Arguments
{
    /// <summary>Reads <c>--seconds N</c>; <paramref name="runTime"/> is null when there are no arguments.</summary>
    /// <returns>False for anything else.</returns>
    public static bool TryParse(string[] args, out TimeSpan? runTime)
    {
        runTime = null;
        if (args is [])
            return true;
        if (args is not ["--seconds", var text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > 86400)
            return false;
        runTime = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
