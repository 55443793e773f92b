namespace Zhar.Web;

/// <summary>Keeps secrets out of logs and of the debug page. Source: Phoenix.Logger, filter_parameters.</summary>
internal static class Secrets
{
    internal const string Filtered = "[FILTERED]";

    /// <summary>The default of <see cref="EndpointOptions.FilterParameters"/>.</summary>
    internal static IReadOnlyList<string> DefaultWords { get; } = ["password", "passwd", "secret", "token", "authorization", "cookie", "api_key", "apikey", "credit_card", "cvv", "ssn"];

    internal static bool IsSecret(string name, IReadOnlyList<string> secrets)
    {
        foreach (var secret in secrets)
        {
            if (name.Contains(secret, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>The same params, with the values of secret names replaced at any depth.</summary>
    internal static Params Apply(Params values, IReadOnlyList<string> secrets)
    {
        var shown = Params.Empty;
        foreach (var (key, value) in values)
            shown = shown.With(key, IsSecret(key, secrets) ? Filtered : Apply(value, secrets));
        return shown;
    }

    private static object? Apply(object? value, IReadOnlyList<string> secrets)
    {
        if (value is Params nested)
            return Apply(nested, secrets);
        if (value is not ParamList list)
            return value;
        var shown = new ParamList();
        foreach (var item in list)
            shown.Add(Apply(item, secrets));
        return shown;
    }
}
