using DashboardPages;
using Zhar;

return await ZharHost.Run<Application>(["--contentRoot", AppContext.BaseDirectory, .. args]);
