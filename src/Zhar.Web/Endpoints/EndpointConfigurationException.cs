namespace Zhar.Web;

/// <summary>A setting of an endpoint is wrong or missing, so it does not start.</summary>
public sealed class EndpointConfigurationException : Exception
{
    internal EndpointConfigurationException(string key, string message)
        : base(message) => Key = key;

    /// <summary>The setting in question.</summary>
    public string Key { get; }
}
