"""The project's MLflow: hosting it, and logging runs to it. The server side's only imports of mlflow."""
