using MyApp;
using Zhar;
#if (ecto)
using Zhar.Data.Migrations;
#endif
using Zhar.Web;

// Without arguments the application runs. `zhar routes`, `zhar migrate` and `bin/my_app eval migrate` run a command instead.
return await ZharHost.Run<Application>(args, commands => commands
#if (ecto)
    .Repo<Repo>()
#endif
    .Routes<MyAppWeb.Router>());
