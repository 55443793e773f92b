namespace Zhar.Data.Migrations;

/// <summary>Copies of a repo's settings.</summary>
internal static class RepoOptionsExtensions
{
    extension(RepoOptions options)
    {
        /// <summary>The same server, another database.</summary>
        internal RepoOptions WithDatabase(string database)
        {
            var copy = new RepoOptions
            {
                Adapter = options.Adapter,
                Scheme = options.Scheme,
                Username = options.Username,
                Password = options.Password,
                Hostname = options.Hostname,
                Port = options.Port,
                Database = database,
                PoolSize = options.PoolSize,
                Timeout = options.Timeout,
                ConnectTimeout = options.ConnectTimeout,
                ShowSensitiveDataOnConnectionError = options.ShowSensitiveDataOnConnectionError,
                Prepare = options.Prepare,
                Ssl = options.Ssl,
            };
            foreach (var (name, value) in options.Parameters)
                copy.Parameters[name] = value;
            return copy;
        }
    }
}
